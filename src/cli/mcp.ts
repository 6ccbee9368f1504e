// `hengjian mcp`: assistants and agents ask and search through the Model Context Protocol, as whoever runs the verb: the same operations, the
// same rights and records as on the page. Standard output belongs to the protocol.
import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';
import { operations as answers } from '../answer/contract.ts';
import { version } from '../app.ts';
import { AppError, bothSentences } from '../base/errors.ts';
import { dateSchema } from '../knowledge/contract.ts';
import { operations as knowledge } from '../knowledge/contract.ts';
import { type Client, RemoteProblem } from './client.ts';
import { answerText, hitsText } from './print.ts';

const asOf = dateSchema.optional().describe('Answer by the rules in force on this day (YYYY-MM-DD); default today');
/** Passages are given whole: whoever reads them is no person at a terminal. */
const mostCharacters = 4000;

/** Until the other side closes. */
export async function serveMcp(client: Client, scenario: string): Promise<void> {
  const closed = new Promise((resolve) => process.stdin.once('close', resolve));
  const serving = serveStdio(() => createServer(client, scenario));
  await closed;
  await serving.close();
}

function createServer(client: Client, scenario: string): McpServer {
  const server = new McpServer({ name: 'hengjian', version });
  server.registerTool(
    'ask',
    {
      title: '向文库提问 Ask the library',
      description:
        'Answers a question from the institution’s own documents. Every sentence carries the number of its source; where the documents do not answer, it says so and asserts nothing.',
      inputSchema: z.object({ question: z.string().min(1).max(1000), asOf }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async (input) => told(async () => answerText(await client.call(answers.ask, { ...input, scenario }))),
  );
  server.registerTool(
    'search',
    {
      title: '检索文库 Search the library',
      description:
        'Finds passages of the institution’s documents that are in force, best first, with title, number, heading path and page.',
      inputSchema: z.object({ query: z.string().min(1).max(500), asOf, limit: z.number().int().min(1).max(20).default(5) }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async (input) => told(async () => hitsText(await client.call(knowledge.searchPassages, input), mostCharacters)),
  );
  return server;
}

/** What is refused is told to whoever called, in one sentence of each language. */
async function told(work: () => Promise<string>): Promise<CallToolResult> {
  try {
    return { content: [{ type: 'text', text: await work() }] };
  } catch (error) {
    const sentences =
      error instanceof RemoteProblem ? error.sentences : error instanceof AppError ? bothSentences(error.code, error.details) : undefined;
    if (!sentences) throw error;
    return { isError: true, content: [{ type: 'text', text: `${sentences.zh} ${sentences.en}` }] };
  }
}
