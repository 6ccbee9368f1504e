#!/usr/bin/env node
// A fake OpenAI-compatible model server: deterministic, no dependencies, with faults on demand.
//
// It stands in for a real upstream (DeepSeek API, vLLM, Ollama ...) in tests and benchmarks of a gateway.
// Every answer follows from the request, the options and the seed, so two runs give the same bytes.
// Run it as a program (`--help` lists the options) or inside a test:
//
//   import { startFakeModelServer } from './fake-model-server.mjs';
//   const fake = await startFakeModelServer({ port: 0, tokens: 8, record: true });
//   ... fake.url, fake.stats(), fake.bodies('text that must not leave'), fake.setFaults({ status: 503, times: 2 })
//   await fake.close();

import http from 'node:http';
import { createWriteStream, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

// ---------------------------------------------------------------------------------------------------------------
// Options. `live: true` marks those that POST /__faults may change while the server runs.

const OPTIONS = {
  port: { kind: 'int', value: 0, help: 'port to listen on; 0 takes a free one (printed at start)' },
  host: { kind: 'text', value: '127.0.0.1', help: 'address to listen on' },
  models: { kind: 'text', value: 'fake-chat,fake-embed,fake-rerank', help: 'comma-separated ids for GET /v1/models' },
  key: { kind: 'text', value: '', help: 'demand "Authorization: Bearer KEY" and answer 401 otherwise' },
  script: { kind: 'text', value: '', help: 'JSON file with scripted answers (see below)' },
  record: { kind: 'flag', value: false, help: 'keep every request body in memory for GET /__bodies' },
  'record-file': { kind: 'text', value: '', help: 'append every request as one JSON line to this file (implies --record)' },
  'record-max': { kind: 'int', value: 10000, help: 'requests kept in memory; older ones are dropped and counted' },
  dims: { kind: 'int', value: 256, help: 'length of embedding vectors unless the request says "dimensions"' },
  seed: { kind: 'int', value: 1, help: 'seed of every pseudo-random choice' },
  'idle-timeout': { kind: 'int', value: 65000, help: 'ms before an idle keep-alive connection is closed' },
  'prefix-cache': { kind: 'int', value: 0, help: 'prompt blocks of 256 characters remembered (LRU); 0 = no prefix cache' },

  ttft: { kind: 'num', value: 0, live: true, help: 'ms until the first token (or until a non-stream answer starts)' },
  itl: { kind: 'num', value: 0, live: true, help: 'ms between tokens; 0 = one turn of the event loop between writes' },
  jitter: { kind: 'num', value: 0, live: true, help: 'spread of ttft and itl as a fraction of themselves, 0..1' },
  prefill: { kind: 'num', value: 0, live: true, help: 'extra ms to the first token per 1000 prompt characters not in the prefix cache' },
  tokens: { kind: 'int', value: -1, live: true, help: 'exact length of answers in tokens; -1 = as long as the text is' },
  reasoning: { kind: 'int', value: 0, live: true, help: 'reasoning tokens sent before the answer' },
  'reasoning-style': {
    kind: 'text',
    value: 'reasoning_content',
    live: true,
    oneOf: ['reasoning_content', 'reasoning', 'think'],
    help: 'where reasoning goes: reasoning_content | reasoning | think (inline <think> tags)',
  },
  tools: { kind: 'flag', value: false, live: true, help: 'answer requests that offer tools with a call of the first one' },
  burst: { kind: 'int', value: 1, live: true, help: 'stream tokens joined into one write' },
  slots: { kind: 'int', value: 0, live: true, help: 'generations run at once, others queue in order; 0 = no bound' },
  limit: { kind: 'int', value: 0, live: true, help: 'requests in flight above which the answer is 429; 0 = no bound' },

  'fail-rate': { kind: 'num', value: 0, live: true, help: 'share of requests answered with --status (500 if unset)' },
  status: { kind: 'int', value: 0, live: true, help: 'answer every request with this error status' },
  'retry-after': { kind: 'num', value: -1, live: true, help: 'seconds for a Retry-After header on error answers; -1 = none' },
  hang: { kind: 'flag', value: false, live: true, help: 'accept requests and never answer' },
  drop: { kind: 'flag', value: false, live: true, help: 'reset the connection instead of answering' },
  'cut-after': { kind: 'int', value: -1, live: true, help: 'break the connection after n tokens (non-stream: mid-body); -1 = never' },
  'stall-after': { kind: 'int', value: -1, live: true, help: 'fall silent after n tokens, connection open; -1 = never' },
  'error-after': { kind: 'int', value: -1, live: true, help: 'send an error event in the stream after n tokens and end it; -1 = never' },
  'no-usage': { kind: 'flag', value: false, live: true, help: 'never report usage' },
  'no-done': { kind: 'flag', value: false, live: true, help: 'end streams without the closing [DONE] event' },
  malformed: { kind: 'flag', value: false, live: true, help: 'put broken JSON into the answer' },
  keepalive: {
    kind: 'num',
    value: 0,
    live: true,
    help: 'while waiting for the first token send an SSE comment (non-stream: an empty line) every n ms',
  },
  split: {
    kind: 'int',
    value: 0,
    live: true,
    help: 'cut stream output into pieces of n bytes, through lines and characters alike; 0 = off',
  },
  crlf: { kind: 'flag', value: false, live: true, help: 'end SSE lines with CR LF' },
};

const HELP_TAIL = `
Routes
  GET  /v1/models  /health  /metrics (vLLM-style running and waiting gauges)
  POST /v1/chat/completions  /v1/completions  /v1/embeddings  /v1/rerank
  GET  /__stats              counters: requests, aborted, peak concurrency, tokens sent ...
  POST /__reset              counters, recordings, run-time faults, random state and prefix cache start over
  GET  /__faults             the faults in force
  POST /__faults             replaces the run-time faults. Object or list of objects whose keys are the options marked *
                             (camelCase works too), plus: times (how many requests it hits), model and path
                             (regular expressions a request must match). {} or [] clears.
                             GET routes are hit only by faults that name a path.
  GET  /__bodies[?contains=TEXT]
                             recorded requests with all their headers; TEXT is looked for in the address, headers, raw body and
                             decoded JSON strings (bodies sent compressed are unpacked first)

Script file: a list, first match wins
  [{"match": "text or /regex/flags", "where": "last|all", "model": "text or /regex/", "reply": "...",
    "reasoning": "...", "tool": {"name": "...", "arguments": {...}}, "status": 500}]
  "last" (default) looks at the last user message, "all" at every message. In reply and reasoning {{input}} is the
  last user message and {{1}}, {{2}} ... the groups of the regular expression. Unmatched requests get an echo.
`;

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const OPTION_BY_KEY = new Map(
  Object.entries(OPTIONS).flatMap(([name, spec]) => {
    const entry = { name, key: camel(name), ...spec };
    return [
      [name, entry],
      [entry.key, entry],
    ];
  }),
);

class UsageError extends Error {}

function convert(option, raw) {
  if (option.kind === 'flag') {
    if (raw === true || raw === 'true') return true;
    if (raw === false || raw === 'false') return false;
    throw new UsageError(`${option.name} is a flag: true or false, not ${raw}`);
  }
  if (option.kind === 'text') {
    const text = String(raw);
    if (option.oneOf && !option.oneOf.includes(text)) throw new UsageError(`${option.name} must be one of ${option.oneOf.join(', ')}`);
    return text;
  }
  const number = typeof raw === 'string' && raw.trim() === '' ? NaN : Number(raw);
  if (!Number.isFinite(number) || (option.kind === 'int' && !Number.isInteger(number))) {
    throw new UsageError(`${option.name} needs ${option.kind === 'int' ? 'a whole number' : 'a number'}, not ${raw}`);
  }
  return number;
}

/** Turns an object with option names (either spelling) into camelCase keys and checked values. */
function checkOptions(given, { liveOnly = false } = {}) {
  const result = {};
  for (const [name, raw] of Object.entries(given)) {
    const option = OPTION_BY_KEY.get(name);
    if (!option) throw new UsageError(`unknown option ${name}`);
    if (liveOnly && !option.live) throw new UsageError(`${name} cannot change while the server runs`);
    result[option.key] = convert(option, raw);
  }
  return result;
}

export function parseArguments(argv) {
  const given = {};
  for (let i = 0; i < argv.length; i++) {
    const [, name, inline] = /^--([a-z-]+)(?:=(.*))?$/s.exec(argv[i]) ?? [];
    const option = name && OPTIONS[name];
    if (!option) throw new UsageError(`unknown argument ${argv[i]}`);
    if (option.kind === 'flag') given[name] = inline ?? true;
    else if (inline !== undefined) given[name] = inline;
    else if (++i < argv.length) given[name] = argv[i];
    else throw new UsageError(`--${name} needs a value`);
  }
  return checkOptions(given);
}

function helpText() {
  const lines = Object.entries(OPTIONS).map(([name, spec]) => {
    const left = `  --${name}${spec.kind === 'flag' ? '' : spec.kind === 'text' ? ' TEXT' : ' N'}`;
    const standard = spec.kind === 'flag' || spec.value === '' ? '' : ` (default ${spec.value})`;
    return `${left.padEnd(26)}${spec.live ? '* ' : '  '}${spec.help}${standard}`;
  });
  return `Usage: node fake-model-server.mjs [options]\n\nA deterministic stand-in for an OpenAI-compatible model server.\n\nOptions (* = can be changed with POST /__faults)\n${lines.join('\n')}\n${HELP_TAIL}`;
}

// ---------------------------------------------------------------------------------------------------------------
// Deterministic text, numbers and vectors

/** A small seeded generator (mulberry32): the same seed gives the same row of numbers in [0, 1). */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** FNV-1a over UTF-16 units with a final mix, as an unsigned 32-bit number. */
function hash(text, seed = 0) {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u3000-\\u303f\\uff00-\\uffef';
const TOKEN = new RegExp(`[${CJK}]|[^\\s${CJK}]+\\s?|\\s`, 'gu');

/** Splits text into pieces that stand for tokens: one per CJK character, else one per word. Joined they are the text. */
export const tokenize = (text) => text.match(TOKEN) ?? [];

/** Repeats or cuts the pieces to exactly `count`; a negative count leaves them alone. */
function fitTokens(pieces, count) {
  if (count < 0) return pieces;
  const source = pieces.length ? pieces : ['ok '];
  return Array.from({ length: count }, (_, i) => source[i % source.length]);
}

/** Unit vector from hashed one- and two-character features, so similar texts get similar vectors. */
export function embed(text, dims, seed = 1) {
  const vector = new Float32Array(dims);
  const add = (feature) => {
    const h = hash(feature, seed);
    vector[h % dims] += h & 0x40000000 ? 1 : -1;
  };
  let previous = '';
  for (const character of text.normalize('NFKC').toLowerCase()) {
    add(character);
    if (previous) add(previous + character);
    previous = character;
  }
  let norm = Math.hypot(...vector);
  if (norm === 0) {
    vector[0] = 1;
    norm = 1;
  }
  return vector.map((x) => x / norm);
}

/** Share of two-character pieces that query and document have in common (Dice coefficient), 0..1. */
export function overlap(query, document) {
  const pairs = (text) => {
    const characters = [...text.normalize('NFKC').toLowerCase()].filter((c) => /\S/.test(c));
    return new Set(characters.length < 2 ? characters : characters.slice(1).map((c, i) => characters[i] + c));
  };
  const [a, b] = [pairs(query), pairs(document)];
  if (!a.size || !b.size) return 0;
  let common = 0;
  for (const pair of a) if (b.has(pair)) common++;
  return Number(((2 * common) / (a.size + b.size)).toFixed(6));
}

function messageText(message) {
  const { content } = message ?? {};
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map((part) => (typeof part === 'string' ? part : (part?.text ?? ''))).join('');
  return '';
}

// ---------------------------------------------------------------------------------------------------------------
// Scripted answers

function toMatcher(pattern) {
  if (pattern === undefined) return () => [];
  const [, source, flags] = /^\/(.+)\/([a-z]*)$/s.exec(pattern) ?? [];
  if (source === undefined) return (text) => (text.includes(pattern) ? [] : null);
  const expression = new RegExp(source, flags.replace(/[gy]/g, ''));
  return (text) => expression.exec(text);
}

class Script {
  #rules;

  constructor(rules) {
    if (!Array.isArray(rules)) throw new UsageError('the script must be a JSON list');
    this.#rules = rules.map((rule) => ({ ...rule, matches: toMatcher(rule.match), matchesModel: toMatcher(rule.model) }));
  }

  /** The answer for a conversation: { reply, reasoning, tool, status }; an echo where no rule matches. */
  answer(model, input, everything) {
    for (const rule of this.#rules) {
      const found = rule.matchesModel(model) && rule.matches(rule.where === 'all' ? everything : input);
      if (!found) continue;
      const fill = (text = '') =>
        text.replace(/\{\{(input|\d+)\}\}/g, (_, name) => (name === 'input' ? input : (found[Number(name)] ?? '')));
      return { reply: fill(rule.reply), reasoning: rule.reasoning && fill(rule.reasoning), tool: rule.tool, status: rule.status };
    }
    return { reply: `echo: ${input}` };
  }
}

// ---------------------------------------------------------------------------------------------------------------
// State that requests share

/** Run-time faults laid over the options the server was started with. */
class Faults {
  #base;
  #overlays = [];

  constructor(base) {
    this.#base = base;
  }

  set(given) {
    this.#overlays = (Array.isArray(given) ? given : [given])
      .filter((item) => Object.keys(item).length)
      .map((item) => {
        const { times = Infinity, model, path, ...settings } = item;
        if (times !== Infinity && !(Number.isInteger(times) && times > 0)) throw new UsageError('times must be a whole number above 0');
        const matcher = (source) => (source === undefined ? /^/ : new RegExp(source));
        return { left: times, model: matcher(model), path: matcher(path), settings: checkOptions(settings, { liveOnly: true }) };
      });
  }

  clear() {
    this.#overlays = [];
  }

  /** Settings for one request to a model; uses up one hit of each overlay that applies. */
  take(model, path) {
    return this.#apply({ ...this.#base }, path, (overlay) => overlay.model.test(model));
  }

  /** Settings for a probe (health, model list ...): only faults that name a path touch it. */
  takeForProbe(path) {
    return this.#apply({}, path, (overlay) => overlay.path.source !== '^');
  }

  #apply(settings, path, applies) {
    for (const overlay of this.#overlays) {
      if (overlay.left <= 0 || !overlay.path.test(path) || !applies(overlay)) continue;
      overlay.left--;
      Object.assign(settings, overlay.settings);
    }
    return settings;
  }

  describe() {
    return this.#overlays.map(({ left, model, path, settings }) => ({
      ...settings,
      left: left === Infinity ? null : left,
      model: model.source,
      path: path.source,
    }));
  }
}

/** Remembers prompt prefixes block by block, as servers with a shared key-value cache do. */
class PrefixCache {
  static BLOCK = 256;
  #blocks = new Map();
  #capacity;

  constructor(capacity) {
    this.#capacity = capacity;
  }

  /** Returns how many leading characters were known, and remembers the prompt. */
  visit(prompt) {
    if (!this.#capacity) return 0;
    let chain = 0;
    let known = 0;
    let unbroken = true;
    for (let at = 0; at + PrefixCache.BLOCK <= prompt.length; at += PrefixCache.BLOCK) {
      chain = hash(prompt.slice(at, at + PrefixCache.BLOCK), chain);
      unbroken &&= this.#blocks.delete(chain);
      if (unbroken) known += PrefixCache.BLOCK;
      this.#blocks.set(chain, true);
    }
    while (this.#blocks.size > this.#capacity) this.#blocks.delete(this.#blocks.keys().next().value);
    return known;
  }

  clear() {
    this.#blocks.clear();
  }
}

const newStats = () => ({
  requests: 0,
  byPath: {},
  byModel: {},
  bodies: 0,
  bodiesDropped: 0,
  active: 0,
  peakConcurrent: 0,
  running: 0,
  waiting: 0,
  completed: 0,
  streamed: 0,
  aborted: 0,
  errors: 0,
  cut: 0,
  hung: 0,
  dropped: 0,
  tokensSent: 0,
  tokensSentBeforeAbort: [],
  backpressureWaits: 0,
  promptCharacters: 0,
  prefixHitCharacters: 0,
});

// ---------------------------------------------------------------------------------------------------------------
// One request being answered

class Exchange {
  tokensSent = 0;
  brokenByUs = false;
  closed = false;
  #wakers = new Set();

  constructor(server, req, res, path) {
    this.server = server;
    this.req = req;
    this.res = res;
    this.path = path;
    const { stats } = server;
    stats.active++;
    stats.peakConcurrent = Math.max(stats.peakConcurrent, stats.active);
    res.once('close', () => {
      this.closed = true;
      stats.active--;
      if (!res.writableFinished && !this.brokenByUs) {
        stats.aborted++;
        if (stats.tokensSentBeforeAbort.length < 1000) stats.tokensSentBeforeAbort.push(this.tokensSent);
      }
      for (const wake of this.#wakers) wake();
    });
  }

  /** Waits; ends early when the client goes away. Resolves to false in that case. */
  async pause(ms) {
    if (this.closed) return false;
    await new Promise((resolve) => {
      const timer = ms === Infinity ? null : ms > 0 ? setTimeout(done, ms) : setImmediate(done);
      const wakers = this.#wakers;
      function done() {
        if (ms > 0) clearTimeout(timer);
        else clearImmediate(timer);
        wakers.delete(done);
        resolve();
      }
      wakers.add(done);
    });
    return !this.closed;
  }

  /** Writes and honours back-pressure. Resolves to false when the client has gone. */
  async write(data) {
    if (this.closed) return false;
    if (!this.res.write(data)) {
      this.server.stats.backpressureWaits++;
      await new Promise((resolve) => {
        const done = () => {
          this.res.off('drain', done);
          this.#wakers.delete(done);
          resolve();
        };
        this.res.once('drain', done);
        this.#wakers.add(done);
      });
    }
    return !this.closed;
  }

  json(status, body, headers = {}) {
    if (this.closed) return;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    if (this.res.headersSent) this.res.end(text);
    else {
      this.res.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(text),
        ...headers,
      });
      this.res.end(text);
    }
  }

  fail(status, message, settings) {
    this.server.stats.errors++;
    const headers = settings?.retryAfter >= 0 ? { 'retry-after': String(settings.retryAfter) } : {};
    const type = status === 429 ? 'rate_limit_error' : status < 500 ? 'invalid_request_error' : 'server_error';
    this.json(status, { error: { message, type, param: null, code: String(status) } }, headers);
  }

  break(counter) {
    this.server.stats[counter]++;
    this.brokenByUs = true;
    this.req.socket.resetAndDestroy();
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Generation

/** Everything about one answer that does not depend on how it is sent. */
function plan(server, body, settings, kind) {
  const messages = kind === 'chat' ? body.messages : [{ role: 'user', content: [body.prompt ?? ''].flat().join('\n') }];
  const texts = messages.map(messageText);
  const everything = texts.join('\n');
  const input = messageText(messages.findLast((m) => m?.role === 'user')) || texts.at(-1) || '';
  const scripted = server.script.answer(String(body.model ?? ''), input, everything);

  const offered = kind === 'chat' && body.tool_choice !== 'none' && body.tools?.[0]?.function?.name;
  const tool = scripted.tool ?? (settings.tools && offered ? { name: offered, arguments: { input } } : null);
  const limit = body.max_completion_tokens ?? body.max_tokens ?? Infinity;

  let reasoning = scripted.reasoning
    ? tokenize(scripted.reasoning)
    : settings.reasoning > 0
      ? fitTokens(tokenize(`thinking about ${input} `), settings.reasoning)
      : [];
  let content = tool ? [] : fitTokens(tokenize(scripted.reply), settings.tokens);
  const length = reasoning.length + content.length;
  reasoning = reasoning.slice(0, limit);
  content = content.slice(0, Math.max(0, limit - reasoning.length));
  const toolArguments = tool ? tokenize(JSON.stringify(tool.arguments ?? {})) : [];

  const promptTokens = texts.reduce((sum, text) => sum + tokenize(text).length, 0);
  const hitCharacters = server.prefixCache.visit(everything);
  server.stats.promptCharacters += everything.length;
  server.stats.prefixHitCharacters += hitCharacters;
  const hitTokens = everything.length ? Math.round((promptTokens * hitCharacters) / everything.length) : 0;
  const completionTokens = reasoning.length + content.length + toolArguments.length;
  return {
    reasoning,
    content,
    tool,
    toolArguments,
    status: scripted.status,
    finish: tool ? 'tool_calls' : length > limit ? 'length' : 'stop',
    prefillMs: (settings.prefill * (everything.length - hitCharacters)) / 1000,
    usage: settings.noUsage
      ? undefined
      : {
          prompt_tokens: promptTokens,
          completion_tokens: completionTokens,
          total_tokens: promptTokens + completionTokens,
          prompt_cache_hit_tokens: hitTokens,
          prompt_cache_miss_tokens: promptTokens - hitTokens,
          completion_tokens_details: { reasoning_tokens: reasoning.length },
        },
  };
}

/** The pieces of a stream in order, each a `delta` and the number of tokens it carries. */
function* deltas(answer, style, callId) {
  yield { delta: { role: 'assistant', content: '' }, tokens: 0 };
  const inline = style === 'think' && answer.reasoning.length > 0;
  if (inline) yield { delta: { content: '<think>' }, tokens: 0 };
  for (const piece of answer.reasoning) yield { delta: inline ? { content: piece } : { content: null, [style]: piece }, tokens: 1 };
  if (inline) yield { delta: { content: '</think>\n\n' }, tokens: 0 };
  for (const piece of answer.content) yield { delta: { content: piece }, tokens: 1 };
  if (answer.tool) {
    yield {
      delta: { tool_calls: [{ index: 0, id: callId, type: 'function', function: { name: answer.tool.name, arguments: '' } }] },
      tokens: 0,
    };
    for (const piece of answer.toolArguments) yield { delta: { tool_calls: [{ index: 0, function: { arguments: piece } }] }, tokens: 1 };
  }
}

const CREATED = 1735689600; // a fixed date, so that answers do not depend on the clock

async function generate(exchange, body, settings, kind) {
  const { server, res } = exchange;
  const { stats } = server;
  const answer = plan(server, body, settings, kind);
  if (answer.status) return exchange.fail(answer.status, 'scripted error', settings);

  const number = ++server.generations;
  const suffix = hash(`${number}`, server.options.seed).toString(16).padStart(8, '0') + String(number).padStart(8, '0');
  const head = { id: `${kind === 'chat' ? 'chatcmpl' : 'cmpl'}-${suffix}`, created: CREATED, model: String(body.model ?? 'fake-chat') };
  const random = randomFrom(server.options.seed ^ Math.imul(number, 0x9e3779b1));
  const spread = (ms) => ms * (1 + settings.jitter * (2 * random() - 1));

  if (!(await server.enterSlot(exchange, settings.slots))) return;
  try {
    if (body.stream) {
      stats.streamed++;
      res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
      res.flushHeaders();
    } else if (settings.keepalive > 0) {
      res.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    }
    if (!(await waitForFirstToken(exchange, spread(settings.ttft) + answer.prefillMs, settings, body.stream))) return;
    if (body.stream) await sendStream(exchange, body, answer, settings, kind, head, spread);
    else await sendWhole(exchange, answer, settings, kind, head, spread);
  } finally {
    server.leaveSlot();
  }
}

async function waitForFirstToken(exchange, ms, settings, stream) {
  if (!(settings.keepalive > 0)) return ms > 0 ? exchange.pause(ms) : true;
  for (let left = ms; left > 0; left -= settings.keepalive) {
    if (!(await exchange.pause(Math.min(left, settings.keepalive)))) return false;
    if (left > settings.keepalive && !(await exchange.write(stream ? ': keep-alive\n\n' : '\n'))) return false;
  }
  return true;
}

async function sendStream(exchange, body, answer, settings, kind, head, spread) {
  const {
    res,
    server: { stats },
  } = exchange;
  const newline = settings.crlf ? '\r\n' : '\n';
  const event = (text) => `data: ${text}${newline}${newline}`;
  const object = kind === 'chat' ? 'chat.completion.chunk' : 'text_completion';
  const start = `${JSON.stringify({ id: head.id, object, created: head.created, model: head.model }).slice(0, -1)},"choices":[{"index":0,`;
  const wantsUsage = body.stream_options?.include_usage === true && answer.usage;
  const end = `${wantsUsage ? ',"usage":null' : ''}}`;
  const chunk = (delta, finish) =>
    event(
      `${start}${kind === 'chat' ? `"delta":${JSON.stringify(delta)}` : `"text":${JSON.stringify(delta.content ?? '')}`},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}]${end}`,
    );

  const send = async (text) => {
    if (!(settings.split > 0)) return exchange.write(text);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += settings.split) {
      if (!(await exchange.write(bytes.subarray(at, at + settings.split))) || !(await exchange.pause(0))) return false;
    }
    return true;
  };

  let waiting = '';
  let waitingTokens = 0;
  let due = performance.now();
  const flush = async () => {
    if (!waiting) return !exchange.closed;
    const text = waiting;
    stats.tokensSent += waitingTokens;
    exchange.tokensSent += waitingTokens;
    waiting = '';
    waitingTokens = 0;
    return send(text);
  };

  let produced = 0;
  for (const { delta, tokens } of deltas(answer, settings.reasoningStyle, `call_${head.id.slice(-16)}`)) {
    if (kind !== 'chat' && !delta.content) continue;
    const interrupted = tokens > 0 && [settings.cutAfter, settings.stallAfter, settings.errorAfter].includes(produced);
    if (interrupted) {
      if (!(await flush())) return;
      if (produced === settings.stallAfter) {
        stats.hung++;
        await exchange.pause(Infinity);
        return;
      }
      if (produced === settings.errorAfter) {
        stats.errors++;
        await send(event(JSON.stringify({ error: { message: 'injected stream error', type: 'server_error', param: null, code: '500' } })));
        res.end();
        return;
      }
      await exchange.pause(5); // lets what was written leave before the connection breaks
      return exchange.break('cut');
    }
    waiting += settings.malformed && produced === 1 ? event('{"choices":[{"delta":{"content":') : chunk(delta, null);
    produced += tokens;
    waitingTokens += tokens;
    if (tokens === 0 || waitingTokens < settings.burst) continue;
    const pieces = waitingTokens;
    if (!(await flush())) return;
    due += spread(settings.itl) * pieces;
    if (!(await exchange.pause(settings.itl > 0 ? Math.max(0, due - performance.now()) : 0))) return;
  }

  waiting += chunk({}, answer.finish);
  if (wantsUsage)
    waiting += event(JSON.stringify({ id: head.id, object, created: head.created, model: head.model, choices: [], usage: answer.usage }));
  if (!settings.noDone) waiting += event('[DONE]');
  if (await flush()) {
    res.end();
    stats.completed++;
  }
}

async function sendWhole(exchange, answer, settings, kind, head, spread) {
  const { stats } = exchange.server;
  const tokens = answer.reasoning.length + answer.content.length + answer.toolArguments.length;
  if (settings.itl > 0 && tokens > 1 && !(await exchange.pause(spread(settings.itl) * (tokens - 1)))) return;

  const reasoning = answer.reasoning.join('');
  let content = answer.content.join('');
  if (reasoning && settings.reasoningStyle === 'think') content = `<think>${reasoning}</think>\n\n${content}`;
  const message = { role: 'assistant', content: answer.tool ? null : content };
  if (reasoning && settings.reasoningStyle !== 'think') message[settings.reasoningStyle] = reasoning;
  if (answer.tool) {
    message.tool_calls = [
      {
        id: `call_${head.id.slice(-16)}`,
        type: 'function',
        function: { name: answer.tool.name, arguments: answer.toolArguments.join('') },
      },
    ];
  }
  const choice =
    kind === 'chat'
      ? { index: 0, message, logprobs: null, finish_reason: answer.finish }
      : { index: 0, text: content, logprobs: null, finish_reason: answer.finish };
  let text = JSON.stringify({
    id: head.id,
    object: kind === 'chat' ? 'chat.completion' : 'text_completion',
    created: head.created,
    model: head.model,
    choices: [choice],
    usage: answer.usage,
  });
  if (settings.malformed) text = text.slice(0, -2);
  if (settings.stallAfter >= 0 || settings.cutAfter >= 0) {
    const { res } = exchange;
    if (!res.headersSent)
      res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) });
    res.write(Buffer.from(text).subarray(0, Math.floor(Buffer.byteLength(text) / 2)));
    if (settings.cutAfter >= 0) {
      await exchange.pause(5);
      return exchange.break('cut');
    }
    stats.hung++;
    await exchange.pause(Infinity);
    return;
  }
  stats.tokensSent += tokens;
  exchange.tokensSent += tokens;
  exchange.json(200, text);
  stats.completed++;
}

// ---------------------------------------------------------------------------------------------------------------
// Embeddings and reranking

async function embeddings(exchange, body, settings) {
  const { server } = exchange;
  const inputs = Array.isArray(body.input) ? (typeof body.input[0] === 'number' ? [body.input] : body.input) : [body.input];
  if (!inputs.length || inputs.some((x) => typeof x !== 'string' && !Array.isArray(x))) {
    return exchange.fail(400, 'input must be a string or a list of strings', settings);
  }
  if (settings.ttft > 0 && !(await exchange.pause(settings.ttft))) return;
  const texts = inputs.map((x) => (typeof x === 'string' ? x : x.join(' ')));
  const dims = body.dimensions ?? server.options.dims;
  if (!Number.isInteger(dims) || dims < 1 || dims > 65536)
    return exchange.fail(400, 'dimensions must be a whole number from 1 to 65536', settings);
  const data = texts.map((text, index) => {
    const vector = embed(text, dims, server.options.seed);
    const embedding = body.encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector);
    return { object: 'embedding', index, embedding };
  });
  const tokens = texts.reduce((sum, text) => sum + tokenize(text).length, 0);
  exchange.json(200, {
    object: 'list',
    data,
    model: String(body.model ?? 'fake-embed'),
    usage: settings.noUsage ? undefined : { prompt_tokens: tokens, total_tokens: tokens },
  });
  server.stats.completed++;
}

async function rerank(exchange, body, settings) {
  const { server } = exchange;
  if (typeof body.query !== 'string' || !Array.isArray(body.documents))
    return exchange.fail(400, 'query and documents are required', settings);
  if (settings.ttft > 0 && !(await exchange.pause(settings.ttft))) return;
  const texts = body.documents.map((d) => (typeof d === 'string' ? d : String(d?.text ?? '')));
  const results = texts
    .map((text, index) => ({
      index,
      relevance_score: overlap(body.query, text),
      ...(body.return_documents === false ? {} : { document: { text } }),
    }))
    .sort((a, b) => b.relevance_score - a.relevance_score || a.index - b.index)
    .slice(0, body.top_n ?? texts.length);
  const tokens = tokenize(body.query).length + texts.reduce((sum, text) => sum + tokenize(text).length, 0);
  exchange.json(200, {
    id: `rerank-${hash(body.query, server.options.seed).toString(16)}`,
    model: String(body.model ?? 'fake-rerank'),
    results,
    usage: settings.noUsage ? undefined : { prompt_tokens: tokens, total_tokens: tokens },
  });
  server.stats.completed++;
}

// ---------------------------------------------------------------------------------------------------------------
// The server

const DECODERS = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

async function readBody(req) {
  const parts = [];
  for await (const part of req) parts.push(part);
  const bytes = Buffer.concat(parts);
  const decode = DECODERS[req.headers['content-encoding']];
  return (decode && bytes.length ? decode(bytes) : bytes).toString('utf8');
}

/** All strings inside a JSON value, keys included: what a reader of the body would see once escapes are undone. */
function strings(value, found = []) {
  if (typeof value === 'string') found.push(value);
  else if (Array.isArray(value)) for (const item of value) strings(item, found);
  else if (value && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) {
      found.push(key);
      strings(item, found);
    }
  return found;
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

class FakeModelServer {
  generations = 0;
  #recorded = [];
  #recordedTotal = 0;
  #recordFile = null;
  #slotQueue = [];
  #http;

  constructor(given = {}) {
    const { script, ...rest } = given; // a program may hand over the rules themselves instead of a file name
    const defaults = Object.fromEntries(Object.entries(OPTIONS).map(([name, spec]) => [camel(name), spec.value]));
    this.options = { ...defaults, ...checkOptions(rest) };
    this.script = new Script(Array.isArray(script) ? script : script ? JSON.parse(readFileSync(script, 'utf8')) : []);
    this.models = this.options.models
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean);
    this.faults = new Faults(this.options);
    this.prefixCache = new PrefixCache(this.options.prefixCache);
    this.random = randomFrom(this.options.seed);
    this.stats = newStats();
    if (this.options.recordFile) {
      this.options.record = true;
      this.#recordFile = createWriteStream(this.options.recordFile, { flags: 'a' });
    }
    this.#http = http.createServer({ keepAliveTimeout: this.options.idleTimeout, requestTimeout: 0, noDelay: true }, (req, res) => {
      this.#handle(req, res).catch((error) => {
        if (res.destroyed || error?.code === 'ECONNRESET') return;
        if (!res.headersSent) res.writeHead(500, { 'content-type': 'application/json' });
        res.end(JSON.stringify({ error: { message: `fake server fault: ${error.message}`, type: 'server_error' } }));
      });
    });
  }

  async listen() {
    await new Promise((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(this.options.port, this.options.host, resolve);
    });
    this.port = this.#http.address().port;
    this.url = `http://${this.options.host.includes(':') ? `[${this.options.host}]` : this.options.host}:${this.port}`;
    return this;
  }

  async close() {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
    if (this.#recordFile) await new Promise((resolve) => this.#recordFile.end(resolve));
  }

  reset() {
    const { active, running, waiting } = this.stats; // requests still under way stay counted
    Object.assign(this.stats, newStats(), { active, running, waiting, peakConcurrent: active });
    this.#recorded = [];
    this.#recordedTotal = 0;
    this.faults.clear();
    this.prefixCache.clear();
    this.random = randomFrom(this.options.seed);
    this.generations = 0;
  }

  /** Recorded requests, or only those that hold `text` anywhere a reader could find it. */
  bodies(text = '') {
    if (!text) return this.#recorded;
    return this.#recorded.filter(({ path, headers, raw }) => {
      const places = [path, safeDecode(path), JSON.stringify(headers), raw, strings(parseJson(raw)).join('\n')];
      return places.some((place) => place.includes(text));
    });
  }

  setFaults(given) {
    this.faults.set(given);
  }

  /** Waits for a free place among `slots`. Resolves to false when the client gives up first. */
  async enterSlot(exchange, slots) {
    const { stats } = this;
    if (!(slots > 0 && stats.running >= slots)) {
      stats.running++;
      return true;
    }
    stats.waiting++;
    const granted = await new Promise((resolve) => {
      const turn = () => resolve(true); // the leaving request hands its place over, so `running` stays as it is
      this.#slotQueue.push(turn);
      exchange.res.once('close', () => {
        const at = this.#slotQueue.indexOf(turn);
        if (at < 0) return;
        this.#slotQueue.splice(at, 1);
        resolve(false);
      });
    });
    stats.waiting--;
    return granted;
  }

  leaveSlot() {
    const next = this.#slotQueue.shift();
    if (next) next();
    else this.stats.running--;
  }

  async #handle(req, res) {
    const path = req.url.split('?', 1)[0].replace(/(.)\/+$/, '$1');
    if (path.startsWith('/__')) return this.#control(req, res, path);

    const exchange = new Exchange(this, req, res, path);
    const { stats } = this;
    stats.requests++;
    stats.byPath[path] = (stats.byPath[path] ?? 0) + 1;
    const raw = await readBody(req);
    if (raw) stats.bodies++;
    this.#keep(req, raw);

    const body = parseJson(raw);
    const model = String(body?.model ?? '');
    if (model) stats.byModel[model] = (stats.byModel[model] ?? 0) + 1;
    const probe = req.method === 'GET';
    const settings = probe ? this.faults.takeForProbe(path) : this.faults.take(model, path);

    if (settings.drop) return exchange.break('dropped');
    if (settings.hang) {
      stats.hung++;
      await exchange.pause(Infinity);
      return;
    }
    if (settings.failRate > 0) {
      if (this.random() < settings.failRate) return exchange.fail(settings.status || 500, 'injected failure', settings);
    } else if (settings.status) {
      return exchange.fail(settings.status, 'injected failure', settings);
    }
    if (settings.limit > 0 && stats.active > settings.limit) return exchange.fail(429, 'too many requests in flight', settings);
    if (this.options.key && req.headers.authorization !== `Bearer ${this.options.key}`)
      return exchange.fail(401, 'wrong or missing key', settings);
    if (probe) return this.#probe(exchange);
    if (!body || typeof body !== 'object') return exchange.fail(400, 'the body is not JSON', settings);

    switch (path.replace(/^\/v1/, '')) {
      case '/chat/completions':
        if (!Array.isArray(body.messages) || !body.messages.length) return exchange.fail(400, 'messages is required', settings);
        return generate(exchange, body, settings, 'chat');
      case '/completions':
        return generate(exchange, body, settings, 'text');
      case '/embeddings':
        return embeddings(exchange, body, settings);
      case '/rerank':
        return rerank(exchange, body, settings);
      default:
        return exchange.fail(404, `no route ${req.method} ${path}`, settings);
    }
  }

  #probe(exchange) {
    switch (exchange.path) {
      case '/v1/models':
      case '/models':
        return exchange.json(200, {
          object: 'list',
          data: this.models.map((id) => ({ id, object: 'model', created: CREATED, owned_by: 'fake' })),
        });
      case '/health':
        return exchange.json(200, { status: 'ok' });
      case '/metrics': {
        const gauge = (name, value) => `# TYPE vllm:${name} gauge\nvllm:${name} ${value}\n`;
        exchange.res.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
        return exchange.res.end(gauge('num_requests_running', this.stats.running) + gauge('num_requests_waiting', this.stats.waiting));
      }
      default:
        return exchange.fail(404, `no route GET ${exchange.path}`);
    }
  }

  #keep(req, raw) {
    if (!this.options.record) return;
    const entry = { n: ++this.#recordedTotal, method: req.method, path: req.url, headers: req.headers, raw };
    this.#recordFile?.write(`${JSON.stringify(entry)}\n`);
    this.#recorded.push(entry);
    if (this.#recorded.length > this.options.recordMax) {
      this.#recorded.shift();
      this.stats.bodiesDropped++;
    }
  }

  async #control(req, res, path) {
    const answer = (status, value) => {
      res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      res.end(JSON.stringify(value));
    };
    const raw = await readBody(req);
    switch (`${req.method} ${path}`) {
      case 'GET /__stats':
        return answer(200, this.stats);
      case 'GET /__faults':
        return answer(200, this.faults.describe());
      case 'GET /__bodies': {
        if (!this.options.record) return answer(409, { error: 'start the server with --record' });
        const found = this.bodies(new URL(req.url, 'http://fake').searchParams.get('contains') ?? '');
        return answer(200, { seen: this.#recordedTotal, dropped: this.stats.bodiesDropped, count: found.length, bodies: found });
      }
      case 'POST /__reset':
        this.reset();
        return answer(200, { ok: true });
      case 'POST /__faults':
        try {
          const given = parseJson(raw);
          if (!given || typeof given !== 'object') throw new UsageError('send a JSON object or list');
          this.faults.set(given);
          return answer(200, this.faults.describe());
        } catch (error) {
          return answer(400, { error: error.message });
        }
      default:
        return answer(404, { error: `no route ${req.method} ${path}` });
    }
  }
}

function safeDecode(text) {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Starts a server in this process. Options are the command line's, in either spelling; `script` may be the list itself. */
export async function startFakeModelServer(options = {}) {
  const server = await new FakeModelServer(options).listen();
  return {
    url: server.url,
    port: server.port,
    stats: () => structuredClone(server.stats),
    bodies: (text) => structuredClone(server.bodies(text)),
    setFaults: (faults) => server.setFaults(faults),
    reset: () => server.reset(),
    close: () => server.close(),
  };
}

async function main() {
  const argv = process.argv.slice(2);
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(helpText());
    return;
  }
  const server = await new FakeModelServer(parseArguments(argv)).listen();
  process.stdout.write(`fake-model-server listening on ${server.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close().then(() => process.exit(0)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    process.stderr.write(`${error instanceof UsageError ? error.message : error.stack}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  });
}
