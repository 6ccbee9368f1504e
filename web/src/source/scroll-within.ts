/** Scrolls a region so that a target stands in its middle, and nothing around the region. */
export function scrollWithin(region: HTMLElement, target: Element): void {
  const offset = target.getBoundingClientRect().top - region.getBoundingClientRect().top;
  region.scrollTop += offset - (region.clientHeight - target.clientHeight) / 2;
}
