using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Predicting;

/// <summary>What a model says about a text.</summary>
[JsonDerivedType(typeof(ClassPrediction))]
[JsonDerivedType(typeof(LabelsPrediction))]
[JsonDerivedType(typeof(ValuePrediction))]
[JsonDerivedType(typeof(EntitiesPrediction))]
[JsonDerivedType(typeof(AnswersPrediction))]
[JsonDerivedType(typeof(ChoicePrediction))]
public abstract record Prediction;
