// Tables of formats that mark the end of a cell and of a row, and say of a paragraph whether it stands in a table.
import type { FlowWriter } from './flow-writer.ts';

export class MarkedTables {
  isInTable = false;
  private isInCell = false;
  private readonly flow: FlowWriter;

  constructor(flow: FlowWriter) {
    this.flow = flow;
  }

  /** Before a paragraph. */
  place(isInTable: boolean): void {
    if (!isInTable) return this.close();
    if (!this.isInTable) this.flow.startTable();
    if (!this.isInCell) this.flow.startCell();
    this.isInTable = true;
    this.isInCell = true;
  }

  endCell(): void {
    this.isInCell = false;
  }

  endRow(): void {
    if (this.isInTable) this.flow.endRow();
    this.isInCell = false;
  }

  close(): void {
    if (!this.isInTable) return;
    this.endRow();
    this.flow.endTable();
    this.isInTable = false;
  }
}
