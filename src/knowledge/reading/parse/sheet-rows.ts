// Rows of a sheet, parted into what it shows and what stands in hidden rows and columns.

export interface SheetRow {
  /** Without empty cells at their ends; an empty cell between others is ''. */
  readonly shown: readonly string[];
  /** Texts that nobody sees on the sheet. */
  readonly hidden: readonly string[];
}

/** Ranges, since a sheet may hide all but the first of its 16384 columns. */
export class HiddenColumns {
  private readonly ranges: { readonly first: number; readonly last: number }[] = [];

  /** From 0, `last` inclusive. */
  hide(first: number, last: number): void {
    if (this.ranges.length < mostRanges) this.ranges.push({ first, last });
  }

  /** `hidden`: texts of cells that show nothing themselves. */
  part(cells: readonly string[], isRowHidden: boolean, hidden: readonly string[] = []): SheetRow {
    if (isRowHidden) return { shown: [], hidden: [...hidden, ...cells.filter((text) => text !== '')] };
    if (this.ranges.length === 0) return { shown: cells, hidden };
    const isHidden = (column: number): boolean => this.ranges.some(({ first, last }) => column >= first && column <= last);
    return {
      shown: cells.filter((_, column) => !isHidden(column)),
      hidden: [...hidden, ...cells.filter((text, column) => text !== '' && isHidden(column))],
    };
  }
}

/** More than a sheet has columns that take turns. */
const mostRanges = 8_192;
