using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TextBrewer.Architecture.Tests;

/// <summary>Which folder of an assembly refers to which, read from the compiled assembly: a folder is a namespace.</summary>
internal static class References
{
    /// <summary>All references between the folders of an assembly, each with the types that make it.</summary>
    /// <param name="path">The assembly's file.</param>
    /// <param name="root">The namespace of the whole assembly; a folder is named by what follows it.</param>
    internal static IReadOnlyList<Reference> Between(string path, string root)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        return [.. assembly.MainModule.Types
            .Where(type => Folder(type, root) is not null)
            .SelectMany(type => Types(type)
                .Where(to => to.Scope == assembly.MainModule && Folder(to, root) is not null)
                .Select(to => new Reference(Folder(type, root)!, Folder(to, root)!, $"{Outer(type).Name} -> {Outer(to).Name}")))
            .Where(reference => reference.From != reference.To)
            .Distinct()];
    }

    /// <summary>The folders of an assembly that hold types.</summary>
    internal static IReadOnlyList<string> Folders(string path, string root)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        return [.. assembly.MainModule.Types.Select(type => Folder(type, root)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The first part of a namespace below the root; null: the type is not in a folder of ours (the compiler's own are not).
    /// </summary>
    private static string? Folder(TypeReference type, string root)
    {
        string name = Outer(type).Namespace;
        return name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..].Split('.')[0] : null;
    }

    private static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    /// <summary>
    /// Every type that a type names: bases, members, attributes, and what the bodies of its methods use; nested types included.
    /// </summary>
    private static IEnumerable<TypeReference> Types(TypeDefinition type) =>
    [
        .. Open(type.BaseType),
        .. type.Interfaces.SelectMany(i => Open(i.InterfaceType)),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(field => (IEnumerable<TypeReference>)[.. Open(field.FieldType), .. Attributes(field)]),
        .. type.Properties.SelectMany(property => (IEnumerable<TypeReference>)[.. Open(property.PropertyType), .. Attributes(property)]),
        .. type.Methods.SelectMany(Types),
        .. type.NestedTypes.SelectMany(Types),
    ];

    private static IEnumerable<TypeReference> Types(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. Constraints(method),
        .. method.HasBody ? method.Body.Variables.SelectMany(variable => Open(variable.VariableType)) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.SelectMany(handler => Open(handler.CatchType)) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Types) : [],
    ];

    private static IEnumerable<TypeReference> Types(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => Open(type),
        FieldReference field => [.. Open(field.DeclaringType), .. Open(field.FieldType)],
        MethodReference called => [.. Open(called.DeclaringType), .. Signature(called)],
        _ => [],
    };

    private static IEnumerable<TypeReference> Signature(MethodReference method) =>
    [
        .. Open(method.ReturnType),
        .. method.Parameters.SelectMany(parameter => Open(parameter.ParameterType)),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments.SelectMany(Open) : [],
    ];

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider member) => member.CustomAttributes
        .SelectMany(attribute => attribute.ConstructorArguments
            .Select(argument => argument.Value as TypeReference)
            .Append(attribute.AttributeType)
            .SelectMany(Open));

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter => parameter.Constraints.SelectMany(constraint => Open(constraint.ConstraintType)));

    /// <summary>The types in a type: of an array or a pointer what it is of, of a generic type its arguments too.</summary>
    private static IEnumerable<TypeReference> Open(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. Open(generic.ElementType), .. generic.GenericArguments.SelectMany(Open)],
        TypeSpecification of => Open(of.ElementType),
        _ => [type],
    };
}
