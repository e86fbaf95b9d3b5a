using System.Text;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Quickstart;

/// <summary>
/// Short reviews of a stay, written for this project: which aspect is praised or blamed. The class is aspect and opinion of the main
/// clause;
/// negation turns the opinion, a second clause about another aspect distracts, letters are swapped or dropped, and some training labels
/// are wrong.
/// </summary>
internal sealed class QuickstartCorpus
{
    private const int TrainSize = 3000;
    private const int DevSize = 500;
    private const int TestSize = 2000;
    private const int UnlabelledSize = 12_000;
    private const double WrongLabels = 0.1;
    private const double Misspellings = 0.12;

    private static readonly Aspect[] Aspects =
    [
        new("room",
            ["room", "bed", "bathroom", "view", "pillow", "balcony", "shower", "window", "carpet", "wardrobe", "mattress", "curtain"],
            ["spacious", "clean", "quiet", "cosy", "bright", "airy", "comfortable", "tidy", "soft", "modern"],
            ["cramped", "dirty", "noisy", "dusty", "dark", "mouldy", "damp", "stuffy", "draughty", "worn"]),
        new("food",
            ["breakfast", "dinner", "soup", "coffee", "menu", "buffet", "bread", "dessert", "salad", "omelette", "pastry", "kitchen"],
            ["tasty", "fresh", "crisp", "delicious", "hearty", "juicy", "savoury", "ripe", "tender", "fragrant"],
            ["stale", "bland", "burnt", "greasy", "soggy", "bitter", "salty", "tough", "sour", "watery"]),
        new("staff",
            [
                "waiter", "receptionist", "porter", "manager", "cleaner", "concierge",
                "bartender", "guide", "doorman", "chef", "clerk", "host",
            ],
            ["polite", "helpful", "kind", "attentive", "patient", "cheerful", "friendly", "prompt", "warm", "honest"],
            ["rude", "lazy", "careless", "grumpy", "impatient", "cold", "arrogant", "slow", "clumsy", "sullen"]),
        new("price",
            ["bill", "rate", "deposit", "fee", "discount", "tariff", "charge", "invoice", "surcharge", "tax", "refund", "offer"],
            ["fair", "reasonable", "generous", "modest", "cheap", "clear", "affordable", "correct", "moderate", "sensible"],
            ["excessive", "steep", "hidden", "outrageous", "inflated", "wrong", "unfair", "extra", "absurd", "stiff"]),
    ];

    // Said of anything: they tell the opinion, and nothing of the aspect.
    private static readonly string[] Good
        = ["lovely", "excellent", "pleasant", "superb", "delightful", "charming", "splendid", "wonderful"];
    private static readonly string[] Bad = ["awful", "poor", "dreadful", "horrible", "nasty", "terrible", "dismal", "lousy"];

    private static readonly string[] Openings =
    [
        "", "", "", "honestly", "on monday", "to be fair",
        "as we arrived", "this time", "in the end", "for once", "as usual", "last summer",
    ];
    private static readonly string[] Owners = ["the", "the", "our", "their", "that"];
    private static readonly string[] Degrees = ["", "", "", "very", "quite", "really", "rather", "truly"];
    private static readonly string[] Negations = ["was not", "was never", "was hardly", "did not seem"];
    private static readonly string[] Affirmations = ["was", "was", "seemed", "turned out", "looked", "proved"];
    private static readonly string[] Contrasts = ["although", "even though", "while", "whereas"];

    private readonly SplitMix _random;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Makes the corpus; the same seed gives the same corpus on every machine.</summary>
    public QuickstartCorpus(int seed)
    {
        _random = new SplitMix((ulong)(uint)seed);
        Train = Sentences(TrainSize, WrongLabels);
        Dev = Sentences(DevSize, wrongLabels: 0);
        Test = Sentences(TestSize, wrongLabels: 0);
        Unlabelled = Sentences(UnlabelledSize, wrongLabels: 0);
    }

    /// <summary>The classes, in order.</summary>
    public static IReadOnlyList<string> Labels { get; } = [.. Aspects.SelectMany(a => new[] { $"{a.Name}_bad", $"{a.Name}_good" })];

    /// <summary>Labelled sentences, some with a wrong label, as people label them.</summary>
    public IReadOnlyList<QuickstartSentence> Train { get; }

    /// <summary>Sentences for choosing between learning rates.</summary>
    public IReadOnlyList<QuickstartSentence> Dev { get; }

    /// <summary>Sentences that the table is made of.</summary>
    public IReadOnlyList<QuickstartSentence> Test { get; }

    /// <summary>Sentences whose labels nobody wrote down: only a teacher can use them.</summary>
    public IReadOnlyList<QuickstartSentence> Unlabelled { get; }

    private List<QuickstartSentence> Sentences(int count, double wrongLabels)
    {
        List<QuickstartSentence> sentences = new(count);
        while (sentences.Count < count)
        {
            QuickstartSentence sentence = Sentence();
            if (!_seen.Add(sentence.Text)) continue;
            sentences.Add(_random.Chance(wrongLabels) ? sentence with { Label = _random.Pick(Labels) } : sentence);
        }
        return sentences;
    }

    private QuickstartSentence Sentence()
    {
        int aspect = _random.Below(Aspects.Length);
        bool good = _random.Chance(0.5);
        string main = Clause(aspect, good);
        if (_random.Chance(0.3))
        {
            int other = (aspect + 1 + _random.Below(Aspects.Length - 1)) % Aspects.Length;
            main = $"{main} {_random.Pick(Contrasts)} {Clause(other, _random.Chance(0.5))}";
        }
        string opening = _random.Pick(Openings);
        string text = opening.Length == 0 ? main : $"{opening} {main}";
        return new QuickstartSentence(
            string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Misspell)),
            Labels[(2 * aspect) + (good ? 1 : 0)]);
    }

    private string Clause(int aspect, bool good)
    {
        bool negated = _random.Chance(0.1);
        string subject = Subject(aspect);
        if (_random.Chance(0.5)) subject = $"{subject} and {Subject(aspect)}";
        string opinion = Opinion(aspect, good != negated);
        if (_random.Chance(0.5)) opinion = $"{opinion} and {Opinion(aspect, good != negated)}";
        return $"{subject} {_random.Pick(negated ? Negations : Affirmations)} {opinion}";
    }

    private string Subject(int aspect) => $"{_random.Pick(Owners)} {_random.Pick(Aspects[aspect].Nouns)}";

    private string Opinion(int aspect, bool good)
    {
        bool general = _random.Chance(0.3);
        string[] words = good ? general ? Good : Aspects[aspect].Good : general ? Bad : Aspects[aspect].Bad;
        return $"{_random.Pick(Degrees)} {_random.Pick(words)}";
    }

    /// <summary>Now and then two neighbours change places, or a letter is missing.</summary>
    private string Misspell(string word)
    {
        if (word.Length < 5 || !_random.Chance(Misspellings)) return word;
        StringBuilder letters = new(word);
        int at = 1 + _random.Below(word.Length - 2);
        if (_random.Chance(0.5)) (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
        else letters.Remove(at, 1);
        return letters.ToString();
    }

    private sealed record Aspect(string Name, string[] Nouns, string[] Good, string[] Bad);
}
