# The tool: docker build -t textbrewer .
# docker run --user $(id -u):$(id -g) -v $PWD:/work textbrewer distill recipe.json
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY eng/ eng/
COPY docs/ docs/
COPY src/ src/
RUN dotnet publish src/TextBrewer.Cli -c Release -r linux-x64 --self-contained false -p:RunAnalyzers=false -o /app

FROM mcr.microsoft.com/dotnet/runtime:10.0
COPY --from=build /app /app
# Whoever it runs as has a place for the private copy of torch's bridge.
ENV HOME=/tmp
ENV ORT_DISABLE_TELEMETRY=1
WORKDIR /work
USER $APP_UID
ENTRYPOINT ["dotnet", "/app/TextBrewer.Cli.dll"]
