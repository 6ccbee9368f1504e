// The operations of backups, bound to their face.
import { openRoute, type Route, route } from '../access/route.ts';
import type { Backup } from './backup.ts';
import { operations } from './contract.ts';

export function backupRoutes(backup: Backup): Route[] {
  return [
    route(operations.listBackups, () => backup.overview()),
    route(operations.takeBackup, async (input, { caller }) => ({ run: await backup.take(caller, input) })),
    route(operations.verifyBackup, async ({ backupId }, { caller }) => ({ run: await backup.verify(caller, backupId) })),
    openRoute(operations.recordRehearsal, async ({ target, verification }) => ({
      run: await backup.recordRehearsal(target, verification),
    })),
    route(operations.getBackupRun, async ({ runId }) => ({ run: await backup.getRun(runId) })),
  ];
}
