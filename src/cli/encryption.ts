// `hengjian encryption`: which keys there are, and new ones.
import { type Keys, operations } from '../keys/contract.ts';
import type { Client } from './client.ts';
import type { Terminal } from './terminal.ts';

export async function showKeys(client: Client, terminal: Terminal, asJson: boolean): Promise<void> {
  printKeys(terminal, await client.call(operations.getKeys, {}), asJson);
}

/** Waits until everything is under the new keys and the old ones are destroyed; interrupted, that goes on in the background. */
export async function rotateKeys(
  client: Client,
  terminal: Terminal,
  { master, asJson }: { master: boolean; asJson: boolean },
): Promise<void> {
  let keys = await client.call(operations.rotateKeys, { master });
  while (keys.sealing.isWorking) {
    terminal.progress('重新加密 sealing', keys.sealing.done, keys.sealing.total);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    keys = await client.call(operations.getKeys, {});
  }
  printKeys(terminal, keys, asJson);
}

const pauseMs = 300;

function printKeys(terminal: Terminal, { masterKey, keys, sealing }: Keys, asJson: boolean): void {
  if (asJson) return terminal.print(JSON.stringify({ masterKey, keys, sealing }));
  terminal.print(`主密钥 master key  ${masterKey}`);
  for (const { id, purpose, algorithm, state, createdAt } of keys)
    terminal.print(`${id}  ${purpose}  ${algorithm}  ${state}  ${createdAt}`);
  terminal.print(sealing.isWorking ? `正在加密 sealing  ${sealing.done}/${sealing.total}` : '全部已加密 everything is sealed');
}
