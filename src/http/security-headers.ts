// Headers that tell browsers what this site never needs, on every reply, failures included.
import type { MiddlewareHandler } from 'hono';
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
