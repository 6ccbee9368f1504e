import { useEffect, useState } from 'react';

/** Whoever works by the keyboard goes on, after what is drawn is gone, where it was opened; where that is gone too, at what is next to it. */
export function useFocusBack(): void {
  const [opener] = useState(openerNow);
  useEffect(
    () => () =>
      // After the dialog has let go of the focus.
      queueMicrotask(() => {
        if (document.activeElement !== document.body) return;
        const next = opener.find((element) => element.isConnected);
        const control = next === opener[0] ? next : next?.querySelector<HTMLElement>('a[href], button:not(:disabled), input');
        control?.focus({ preventScroll: true });
      }),
    [opener],
  );
}

/** What has the focus, and what it stands in, up to the page. */
function openerNow(): readonly HTMLElement[] {
  const opener: HTMLElement[] = [];
  for (let element = document.activeElement; element instanceof HTMLElement; element = element.parentElement) opener.push(element);
  return opener;
}
