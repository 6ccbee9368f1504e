// Words of sources.
import type { sources as zh } from './sources-zh.ts';

export const sources: typeof zh = {
  title: 'Sources',
  open: 'Sources',
  lead: 'Folders of the server and buckets that the library follows: files come in, changes become versions, what is gone is told on the desk; no document is deleted.',
  none: 'There are no sources yet.',
  noFolders:
    'No source can be added yet: have the operator name folders in HENGJIAN_SOURCE_FOLDERS or buckets in HENGJIAN_SOURCE_BUCKETS and start the service again.',
  allowed: 'Places that may be followed: {{places}}',
  name: 'Name',
  place: 'Folder of the server, or address of a bucket',
  keyId: 'Access key ID',
  keySecret: 'Secret access key',
  keyRegion: 'Region',
  keyReplace: 'Replace key',
  keyReplaced: 'The key is replaced; a look follows within seconds.',
  every: 'Minutes between looks',
  everyMinutes: 'looked at every {{count}} min',
  add: 'Add source',
  added: 'Added; it is looked at within seconds.',
  paused: 'Paused',
  never: 'not looked at yet',
  lookedAt: 'last look {{time}}',
  look: 'Look now',
  looking: 'A look is on its way.',
  pause: 'Pause',
  resume: 'Resume',
  stopped: 'Stopped',
  stoppedAt:
    'Nothing is taken since {{time}}; the documents are as they were. An editor who may write there can go on with it and answers for it from then on.',
  stoppedBecause: {
    'person-gone': 'Stopped: the account of whoever added it is out of use.',
    'role-gone': 'Stopped: whoever added it is no longer an editor.',
    'place-closed': 'Stopped: whoever added it may no longer write documents there.',
  },
  takeOver: 'Go on with it',
  remove: 'Remove',
  removeSure: 'Follow “{{name}}” no longer? Its documents stay in the library.',
  fileState: { taken: 'taken', waiting: 'waiting', failed: 'failed', gone: 'gone' },
  failures: 'Files that failed',
  noFailures: 'No file failed.',
  fault: {
    unreachable: 'The folder or bucket cannot be read: see whether it is there and the service may reach it. No document was changed.',
    empty: 'It is empty and was not before: its disk may not be mounted, or the prefix has changed. No document was changed.',
    'too-many': 'More than 50000 files: follow the folders below it instead.',
    'not-allowed': 'The folder or bucket is not there, or may be followed no longer: ask the operator. No document was changed.',
    'key-refused': 'The bucket does not accept the key: see to key and region, or replace the key. No document was changed.',
    'library-full':
      'The library limit of the department is reached, and the other files wait: take out documents that are not needed, or have a system administrator raise the limit.',
  },
};
