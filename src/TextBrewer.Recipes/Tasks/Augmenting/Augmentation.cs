using TextBrewer.Text.Augmenting;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>Gives what changes the words of an example.</summary>
/// <param name="example">The example's place in the training data.</param>
internal delegate IAugmentation<Word> Augmentation(int example);
