namespace TextBrewer.Schedules;

/// <summary>The probability with which a small model's modules take the place of a large one's (Xu et al. 2020, BERT-of-Theseus).</summary>
/// <param name="step">Optimizer steps already taken.</param>
/// <param name="steps">The optimizer steps of the whole run.</param>
public delegate double ReplacementSchedule(long step, long steps);
