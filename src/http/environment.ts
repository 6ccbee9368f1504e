// What travels with a request inside the HTTP door.

export interface Environment {
  Variables: { requestId: string };
}
