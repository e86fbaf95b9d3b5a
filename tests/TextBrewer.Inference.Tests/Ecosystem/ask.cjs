// Asks transformers.js what TransformersJs.cs wants to know: requests in JSON on standard input, answers in JSON on standard output.
const { readFileSync } = require('node:fs');
const hub = require('@huggingface/transformers');

hub.env.allowRemoteModels = false;
hub.env.useFSCache = false;

const ways = {
    // The pipeline that a user asks for.
    pipeline: async ({ task, model, dtype, calls }) => {
        const ask = await hub.pipeline(task, model, { dtype });
        const answers = [];
        for (const call of calls) answers.push(await ask(...call));
        return answers;
    },
    // Tokens and raw logits of texts, of pairs, or of a list of them that the model reads as choices.
    logits: async ({ type, model, dtype, calls, choices }) => {
        const tokenizer = await hub.AutoTokenizer.from_pretrained(model);
        const network = await hub[type].from_pretrained(model, { dtype });
        const answers = [];
        for (const [text, text_pair] of calls) {
            let inputs = tokenizer(text, { text_pair, padding: true, truncation: true });
            const ids = inputs.input_ids.tolist().map((row) => row.map(Number));
            if (choices) inputs = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, value.unsqueeze(0)]));
            const outputs = await network(inputs);
            answers.push({ ids, ...Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, Array.from(value.data)])) });
        }
        return answers;
    },
    // Token ids alone.
    tokens: async ({ model, calls }) => {
        const tokenizer = await hub.AutoTokenizer.from_pretrained(model);
        return calls.map(([text, text_pair]) => tokenizer(text, { text_pair }).input_ids.tolist()[0].map(Number));
    },
};

(async () => {
    const { root, requests } = JSON.parse(readFileSync(0, 'utf8'));
    hub.env.localModelPath = root;
    const answers = [];
    for (const request of requests) answers.push(await ways[request.way](request));
    process.stdout.write(JSON.stringify(answers));
})().catch((problem) => {
    console.error(problem);
    process.exitCode = 1;
});
