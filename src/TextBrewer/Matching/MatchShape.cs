using TextBrewer.Configuration;

namespace TextBrewer.Matching;

/// <summary>What a match compares, settled for two models.</summary>
/// <param name="Config">The match, its layers named.</param>
/// <param name="TeacherWidth">The last dimension of the teacher's feature.</param>
/// <param name="StudentWidth">The last dimension of the student's.</param>
/// <param name="IsProjected">Whether the student's is projected.</param>
internal sealed record MatchShape(IntermediateMatch Config, long TeacherWidth, long StudentWidth, bool IsProjected);
