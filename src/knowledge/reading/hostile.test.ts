import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readDocument } from './read-document.ts';
import { docxFile, docxParagraph, packageFile, pdfFile } from './test-files.ts';

const text = '图书馆自五月起每周三闭馆整理图书。';
const read = (name: string, bytes: Uint8Array) => readDocument({ name, bytes });
const flagsOf = async (name: string, bytes: Uint8Array) => {
  const outcome = await read(name, bytes);
  return outcome.kind === 'read' ? outcome.flags : outcome.reason;
};

describe('a file made to do something', () => {
  it.each([
    ['a field that starts a program', '<w:r><w:instrText>DDEAUTO c:\\cmd.exe "/k x"</w:instrText></w:r>'],
    ['a field that fetches a text', '<w:fldSimple w:instr=" INCLUDETEXT &quot;http://127.0.0.1:9/a&quot; "/>'],
  ])('is flagged: DOCX with %s', async (_, field) => {
    expect(await flagsOf('a.docx', docxFile(`${docxParagraph(text)}<w:p>${field}</w:p>`))).toEqual(['external_reference']);
  });

  it.each([
    ['pictures from elsewhere', '<draw:image xlink:href="http://127.0.0.1:9/a.png"/>', {}, 'external_reference'],
    ['a macro', '', { 'Basic/Standard/Module1.xml': '<x/>' }, 'macro'],
  ])('is flagged: ODT with %s', async (_, inside, parts, flag) => {
    const content = `<x><office:body><text:p>${text}${inside}<text:a xlink:href="https://example.org/">链接</text:a></text:p></office:body></x>`;
    const file = packageFile({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': content, ...parts });
    expect(await flagsOf('a.odt', file)).toEqual([flag]);
  });

  it('is flagged: PDF that starts a program, also where its objects are packed', async () => {
    const shown = 'BT /F 12 Tf 72 700 Td (The library is closed on Wednesdays.) Tj ET';
    const replaced = (bytes: Uint8Array, by: string) =>
      new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replace('%%EOF', `${by}\n%%EOF`), 'latin1'));
    const action = '<< /S /Launch /F (cmd.exe) >>';
    const packed = deflateSync(Buffer.from(`9 0 ${action}`)).toString('latin1');
    const stream = `8 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream endobj`;
    expect(await flagsOf('a.pdf', replaced(pdfFile(shown), `9 0 obj ${action} endobj`))).toEqual(['active_content']);
    expect(await flagsOf('a.pdf', replaced(pdfFile(shown), stream))).toEqual(['active_content']);
    expect(await flagsOf('a.pdf', pdfFile(shown))).toEqual([]);
  });
});

describe('a file that is not what it claims', () => {
  it('is refused: a document type in a part written in UTF-16', async () => {
    const part = (head: string) =>
      Buffer.from(`\ufeff<?xml version="1.0"?>${head}<w:document><w:body>${docxParagraph(text)}</w:body></w:document>`, 'utf16le');
    const file = (head: string) => packageFile({ '[Content_Types].xml': '<Types/>', 'word/document.xml': new Uint8Array(part(head)) });
    expect(await flagsOf('a.docx', file('<!DOCTYPE d [<!ENTITY a "b">]>'))).toBe('xml-dtd');
    const outcome = await read('a.docx', file(''));
    expect(outcome.kind === 'read' && outcome.reading.text).toBe(text);
  });

  it('is refused: an entry of an archive that is larger than its directory says', async () => {
    const content = deflateRawSync(Buffer.alloc(1_000_000, 'A'));
    const name = Buffer.from('a.txt');
    const fields = (signature: number, before: readonly number[], after: number) => {
      const head = Buffer.alloc(after);
      head.writeUInt32LE(signature, 0);
      const at = 4 + before.length * 2;
      before.forEach((value, index) => head.writeUInt16LE(value, 4 + index * 2));
      head.writeUInt32LE(content.length, at + 8);
      head.writeUInt32LE(1_000, at + 12);
      head.writeUInt16LE(name.length, at + 16);
      return head;
    };
    const entry = Buffer.concat([fields(0x04034b50, [20, 0, 8], 30), name, content]);
    const directory = Buffer.concat([fields(0x02014b50, [20, 20, 0, 8], 46), name]);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(entry.length, 16);
    expect(await flagsOf('a.zip', new Uint8Array(Buffer.concat([entry, directory, end])))).toBe('decompression-bomb');
  });

  it('is read as what it is: words under the name of a document', async () => {
    const outcome = await read('a.docx', new TextEncoder().encode(text));
    expect(outcome.kind === 'read' && [outcome.format, outcome.flags]).toEqual(['txt', ['type_mismatch']]);
  });

  it('is empty: a page on which nothing is drawn', async () => {
    expect(await flagsOf('a.pdf', pdfFile('q 1 0 0 1 0 0 cm BT /F 12 Tf ET Q'))).toBe('empty');
    expect(await flagsOf('a.pdf', pdfFile('0 0 200 200 re f'))).toBe('no-text-layer');
  });
});
