using TextBrewer.Naming;

namespace TextBrewer.Schedules;

/// <summary>Makes a named schedule for a run.</summary>
/// <param name="warmup">The warmup: below 1 a share of the run, else a number of steps.</param>
/// <param name="learningRate">The optimizer's learning rate, which a schedule needs that ends at a rate, not at a share of it.</param>
/// <exception cref="ConfigurationException">The schedule does not go with that rate.</exception>
public delegate LearningRateSchedule LearningRateScheduleMaker(double warmup, double learningRate);
