// Headers that tell browsers what this site never needs, on every reply, failures included.
import type { Context, MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import type { Environment } from './environment.ts';

/** Styles that libraries write at run time carry the nonce of their page (web/src/style-nonce.ts); scripts come from this origin's own files only. */
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", NONCE],
  // Text fields are measured with a style attribute; it can neither select elements nor load from elsewhere.
  styleSrcAttr: ["'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  frameSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};
const storedFilePolicy = "sandbox; default-src 'none'";

/** Nothing here needs them; copying an answer needs the clipboard. */
const permissionsPolicy = {
  accelerometer: [],
  browsingTopics: [],
  camera: [],
  displayCapture: [],
  geolocation: [],
  gyroscope: [],
  magnetometer: [],
  microphone: [],
  midi: [],
  payment: [],
  publickeyCredentialsGet: [],
  screenWakeLock: [],
  serial: [],
  usb: [],
  xrSpatialTracking: [],
};

const yearSeconds = 365 * 24 * 3600;

export function securityHeaders(): readonly MiddlewareHandler<Environment>[] {
  return [
    async (context, next) => {
      await next();
      // After the headers of the pages, which are on every reply.
      if (context.get('isStoredFile')) context.header('content-security-policy', storedFilePolicy);
      const ancestors = context.get('frameAncestors') ?? [];
      if (ancestors.length > 0) letBeFramed(context, ancestors);
      if (context.get('isForOthers')) context.header('cross-origin-resource-policy', 'cross-origin');
      if (context.get('peer').isSecure) context.header('strict-transport-security', `max-age=${yearSeconds}`);
      // Replies are a person's own unless a file of the pages says otherwise.
      if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
    },
    secureHeaders({
      contentSecurityPolicy,
      permissionsPolicy,
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
      strictTransportSecurity: false,
    }),
  ];
}

/** By these pages, and by no other. */
function letBeFramed(context: Context<Environment>, ancestors: readonly string[]): void {
  const policy = context.res.headers.get('content-security-policy') ?? '';
  const nobody = "frame-ancestors 'none'";
  // Where the policy reads otherwise than it is written above, it stays as it is.
  if (!policy.includes(nobody)) return;
  context.header('content-security-policy', policy.replace(nobody, `frame-ancestors ${ancestors.join(' ')}`));
  // It knows no list of origins, and would forbid what the policy allows.
  context.res.headers.delete('x-frame-options');
}
