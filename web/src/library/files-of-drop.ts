// The files in what was dropped or chosen, folders included, each named by its path inside the folder.

export interface NamedFile {
  readonly name: string;
  readonly file: File;
}

/** Must be called while the drop is handled: afterwards the browser takes the entries back. */
export function filesOfDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return Promise.all(entries.map(filesOfEntry)).then((files) => files.flat());
}

export function filesOfInput(list: FileList | null): NamedFile[] {
  return [...(list ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file })).filter(isWanted);
}

async function filesOfEntry(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ''), file }].filter(isWanted);
  }
  if (!isFolder(entry)) return [];
  const inside = await entriesOf(entry.createReader());
  return (await Promise.all(inside.map(filesOfEntry))).flat();
}

/** A reader hands out a folder in pieces (a hundred entries in Chromium) and ends with an empty one. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
  return piece.length === 0 ? [] : [...piece, ...(await entriesOf(reader))];
}

/** What systems and office programs leave behind (`.DS_Store`, `~$draft.docx`) is not a document. */
function isWanted({ name }: NamedFile): boolean {
  return !/(^|\/)(\.|~\$|Thumbs\.db$)/.test(name);
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
