// The script that other sites load: it puts the page of an answer box into a frame where the script stands, or behind a button at the
// edge of the window. It reads nothing of the page that it stands in, and the frame cannot either.
//   <script src="https://…/embed.js" data-box="…" async></script>
// data-mode="button": behind a button; data-height: in pixels, 560 unless said; data-title: the name of the frame and the button.

{
  const script = document.currentScript;
  if (script instanceof HTMLScriptElement && script.dataset['box'] !== undefined) {
    const { box, mode, height = '560', title = '政策答问 Policy answers' } = script.dataset;
    const frame = document.createElement('iframe');
    frame.src = new URL(`/embed/${encodeURIComponent(box ?? '')}`, script.src).href;
    frame.title = title;
    frame.loading = 'lazy';
    frame.referrerPolicy = 'origin';
    frame.allow = "camera 'none'; microphone 'none'; geolocation 'none'";
    const pixels = `${Math.max(320, Number.parseInt(height, 10) || 560)}px`;
    Object.assign(frame.style, { border: '1px solid #c9c4b6', borderRadius: '10px', background: '#fff', colorScheme: 'light' });
    if (mode === 'button') behindButton(frame, title, pixels);
    else {
      Object.assign(frame.style, { width: '100%', maxWidth: '860px', height: pixels, display: 'block' });
      script.after(frame);
    }
  }

  function behindButton(frame: HTMLIFrameElement, title: string, pixels: string): void {
    const edge = { position: 'fixed', right: '16px', zIndex: '2147483000' };
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = title;
    button.setAttribute('aria-expanded', 'false');
    Object.assign(button.style, edge, {
      bottom: '16px',
      minHeight: '44px',
      padding: '8px 18px',
      border: '0',
      borderRadius: '22px',
      background: '#0f5a60',
      color: '#fff',
      font: '600 15px/1.5 system-ui, sans-serif',
      cursor: 'pointer',
      boxShadow: '0 2px 10px rgb(0 0 0 / 25%)',
    });
    Object.assign(frame.style, edge, {
      bottom: '72px',
      width: 'min(420px, calc(100vw - 32px))',
      height: `min(${pixels}, calc(100vh - 96px))`,
    });
    frame.hidden = true;
    // Nothing is loaded before somebody wants it.
    const source = frame.src;
    frame.removeAttribute('src');
    button.addEventListener('click', () => {
      frame.hidden = !frame.hidden;
      if (!frame.src) frame.src = source;
      button.setAttribute('aria-expanded', String(!frame.hidden));
      if (!frame.hidden) frame.focus();
    });
    document.body.append(frame, button);
  }
}
