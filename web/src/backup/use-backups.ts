// The backups and what is being done about them, looked at every second while something is under way.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { z } from 'zod';
import { type BackupRun, type BackupSummary, operations as backups } from '../../../src/backup/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { useProblemSentence } from '../states/fault.tsx';
import { refresh } from '../api/refresh.ts';

export type BackupOverview = z.infer<typeof backups.listBackups.reply.output>;

const restMs = 30_000;
const activeMs = 1_000;

export function isUnderWay({ state }: BackupRun): boolean {
  return state === 'queued' || state === 'running';
}

export function useBackups() {
  return useQuery({
    ...queryOf(backups.listBackups, {}),
    refetchInterval: ({ state }) => (state.data?.runs.some(isUnderWay) ? activeMs : restMs),
  });
}

export function useBackupWork() {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const { mutate, isPending } = useMutation({
    mutationFn: (id: BackupSummary['id'] | undefined) =>
      id === undefined ? call(backups.takeBackup, {}) : call(backups.verifyBackup, { backupId: id }),
    onSuccess: () => refresh(queries, [backups.listBackups]),
    onError: (error) => void message.error(sentenceOf(error)),
  });
  return {
    take: () => mutate(undefined),
    verify: (id: BackupSummary['id']) => mutate(id),
    isAsking: isPending,
  };
}
