// What travels with a request inside the HTTP door.

export interface Environment {
  Variables: {
    requestId: string;
    /** The reply is a stored file: it must never run with the rights of this site. */
    isStoredFile?: true;
  };
}
