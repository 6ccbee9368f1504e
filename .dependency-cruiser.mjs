// Who may import whom, made from the map in scripts/rooms.ts. test/gates.test.ts proves that each rule bites.
import { benchDoors, doors, floors, serviceDoors } from './scripts/rooms.ts';

const rooms = floors.flat();
const isFolder = (room) => !room.endsWith('.ts');
const pattern = (path) => path.replaceAll('.', '\\.').replaceAll('*', '[^/]+');
const roomPath = (room) => (isFolder(room) ? `${room}/` : `${pattern(room)}$`);
const doorPath = (room, door) => `^src/${room}/${pattern(door.replace('<room>', room))}$`;
const doorPaths = rooms
  .filter(isFolder)
  .flatMap((room) => (doors[room] ?? [`${room}.ts`, 'contract.ts']).map((door) => doorPath(room, door)));
const serviceDoorPaths = rooms.filter(isFolder).flatMap((room) => serviceDoors.map((door) => doorPath(room, door)));

// What a binding of operations to their face may know besides, so that low rooms have operations too.
const bindings = '\\.http\\.ts$';
const route = '^src/access/(route|access)\\.ts$';

const downwardOnly = floors.flatMap((floor, level) =>
  floor.map((room) => ({
    name: `downward-only-${room}`,
    comment: `${room} may know only the rooms below it: ${floors.slice(0, level).flat().join(', ') || 'none'} (scripts/rooms.ts).`,
    severity: 'error',
    from: { path: `^src/${roomPath(room)}`, pathNot: ['\\.test\\.ts$', bindings] },
    to: { path: `^src/(?!${[room, ...floors.slice(0, level).flat()].map(roomPath).join('|')})` },
  })),
);
const bindingsDownward = floors.flatMap((floor, level) =>
  floor.filter(isFolder).map((room) => ({
    name: `downward-only-${room}-bindings`,
    comment: `The operations of ${room} may know the rooms below it and src/access/route.ts (scripts/rooms.ts).`,
    severity: 'error',
    from: { path: `^src/${roomPath(room)}.*${bindings}` },
    to: { path: `^src/(?!${[room, ...floors.slice(0, level).flat()].map(roomPath).join('|')})`, pathNot: route },
  })),
);

const frontDoors = [
  {
    name: 'front-doors-only',
    comment: 'Enter another room by its face or its contract (doors in scripts/rooms.ts), not by one of its private files.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', ...doorPaths] },
  },
  {
    name: 'front-doors-only-outside',
    comment: 'Enter a room by its face or its contract (doors in scripts/rooms.ts); only src/app.ts also opens the service doors.',
    severity: 'error',
    from: { pathNot: ['^src/[^/]+/', '^src/app\\.ts$', '^test/support/(site|boundary)\\.ts$', '^bench/'] },
    to: { path: '^src/[^/]+/', pathNot: doorPaths },
  },
  {
    name: 'front-doors-only-benches',
    comment: 'Benches enter rooms by the doors and by benchDoors in scripts/rooms.ts.',
    severity: 'error',
    from: { path: '^bench/' },
    to: { path: '^src/[^/]+/', pathNot: [...doorPaths, ...benchDoors.map((door) => `^src/${pattern(door)}$`)] },
  },
  {
    name: 'front-doors-only-app',
    comment: 'src/app.ts, and the sites of tests, join the rooms by their faces, contracts and service doors (scripts/rooms.ts).',
    severity: 'error',
    from: { path: ['^src/app\\.ts$', '^test/support/(site|boundary)\\.ts$'] },
    to: { path: '^src/[^/]+/', pathNot: [...doorPaths, ...serviceDoorPaths] },
  },
];

const nodeBuiltins =
  '^(node:)?(assert|buffer|child_process|crypto|dns|events|fs|http|http2|https|net|os|path|process|stream|tls|url|util|worker_threads|zlib)(/|$)';

// The linter reads import statements; this also sees what is imported at run time, and by whichever name.
const oneDoorOut = [
  {
    name: 'one-door-out',
    comment: 'The network is reached through src/egress only: take an Egress as a dependency.',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: [
        '\\.test\\.ts$',
        '^src/egress/',
        '^src/base/address\\.ts$',
        '^src/http/(listen|remote|certificate)\\.ts$',
        '^src/store/server(-tls)?\\.ts$',
      ],
    },
    to: { path: ['^(node:)?(net|tls|http|https|http2|dgram|dns)(/|$)', 'node_modules/(pg|undici)/'], dependencyTypesNot: ['type-only'] },
  },
];

const browser = [
  {
    name: 'web-knows-contracts-only',
    comment: "The pages know the rooms' contracts and the base that contracts stand on; ask the server for everything else.",
    severity: 'error',
    from: { path: '^web/' },
    to: { path: '^src/', pathNot: ['^src/[^/]+/[a-z-]*contract\\.ts$', '^src/base/'] },
  },
  {
    name: 'contracts-run-in-the-browser',
    comment: 'Contracts are bundled into the pages: nothing that they reach may need Node.',
    severity: 'error',
    from: { path: ['^src/[^/]+/[a-z-]*contract\\.ts$', '^web/src/main\\.tsx$'] },
    to: { path: nodeBuiltins, reachable: true },
  },
];

const habits = [
  {
    name: 'no-cycle',
    comment: 'Files that need each other are one idea, or hide a third: merge them, or move what both need below them.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'every-room-has-a-floor',
    comment: 'Give the new room its floor in scripts/rooms.ts.',
    severity: 'error',
    from: { path: `^src/(?!${rooms.map(roomPath).join('|')})` },
    to: {},
  },
  {
    name: 'product-stands-alone',
    comment: 'The product does not lean on tests, benches, scripts, demo makers or pages: move what is needed into src.',
    severity: 'error',
    from: { path: '^src/', pathNot: '\\.test\\.ts$' },
    to: { path: '^(test|bench|scripts|demo|web|bin)/' },
  },
  {
    name: 'no-development-dependency',
    comment: 'What runs in production belongs in `dependencies` of package.json.',
    severity: 'error',
    from: { path: '^src/', pathNot: '\\.test\\.ts$' },
    to: { dependencyTypes: ['npm-dev'] },
  },
  {
    name: 'named-by-what-it-does',
    comment: 'Name a file by what it does; no index, utils, helpers, common or manager.',
    severity: 'error',
    from: {},
    to: { path: '/(index|utils|helpers|common|manager)\\.tsx?$', pathNot: '^node_modules/' },
  },
  {
    name: 'resolvable',
    comment: 'This import leads nowhere.',
    severity: 'error',
    // The rivals that benches measure are installed beside them, on demand.
    from: { pathNot: ['^web/', '^bench/lancedb/', '^bench/proxies/'] },
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: [...downwardOnly, ...bindingsDownward, ...frontDoors, ...oneDoorOut, ...browser, ...habits],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    // Imports of types count: knowing the shape of an upper room is knowing it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
