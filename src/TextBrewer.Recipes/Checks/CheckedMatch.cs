using TextBrewer.Matching;

namespace TextBrewer.Recipes.Checks;

/// <summary>An intermediate match, settled for the two models.</summary>
/// <param name="Task">The task's name; empty where it stands alone.</param>
/// <param name="Feature">What is compared.</param>
/// <param name="Loss">The loss that compares.</param>
/// <param name="TeacherLayers">The teacher's layers, 0 being the embeddings where the feature has them.</param>
/// <param name="TeacherWidth">The last dimension of the teacher's feature: its width; of attention the length of the sequence.</param>
/// <param name="StudentLayers">The student's layers.</param>
/// <param name="StudentWidth">The last dimension of the student's.</param>
/// <param name="IsProjected">Whether the student's is projected to the teacher's width.</param>
public sealed record CheckedMatch(
    string Task,
    string Feature,
    string Loss,
    IReadOnlyList<int> TeacherLayers,
    long TeacherWidth,
    IReadOnlyList<int> StudentLayers,
    long StudentWidth,
    bool IsProjected)
{
    internal static CheckedMatch Of(string task, MatchShape shape) => new(
        task,
        shape.Config.Feature,
        shape.Config.Loss.Name,
        [.. shape.Config.TeacherLayer.Values],
        shape.TeacherWidth,
        [.. shape.Config.StudentLayer.Values],
        shape.StudentWidth,
        shape.IsProjected);
}
