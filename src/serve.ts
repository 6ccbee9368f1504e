// The service as a whole: open, listen, tell where, and close in order.
import { createApp, version } from './app.ts';
import type { Config } from './base/config.ts';
import { listen } from './http/listen.ts';
import type { FirstLink } from './sign-in/contract.ts';

export interface Service {
  readonly url: string;
  readonly isSolo: boolean;
  /** For accounts that nobody has used yet. */
  readonly firstLinks: readonly FirstLink[];
  close(): Promise<void>;
}

export async function serve(config: Config): Promise<Service> {
  // An address that cannot be had is told at once, before a database is opened or made.
  const probe = await listen(() => new Response(), config.host, config.port, config.listening);
  await probe.close();
  const app = await createApp(config);
  try {
    const listener = await listen(app.http.fetch, config.host, config.port, {
      ...config.listening,
      rawDoor: app.rawDoor,
      onRenewal: (url) => void app.announce(url).catch(() => {}),
    });
    await app.announce(listener.url);
    const mode = await app.signIn.mode();
    await app.ledger.append({ action: 'service-started', actor: { kind: 'system', id: 'service' }, details: { mode, version } });
    return {
      url: config.listening.publicOrigins[0] ?? listener.url.split('#')[0] ?? listener.url,
      isSolo: mode === 'solo',
      firstLinks: await app.signIn.firstLinks(),
      async close() {
        await listener.close();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Ends the process in order when a terminal or a supervisor asks it to stop. */
export function closeOnSignal(service: Service): void {
  const stop = (): void => {
    void service.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  // The supervisor learns that this process serves, and this process that its supervisor is gone.
  if (process.connected) {
    process.once('disconnect', stop);
    process.send?.('serving');
  }
}
