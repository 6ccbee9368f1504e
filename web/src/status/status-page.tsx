export function StatusPage() {
  return <h1>status</h1>;
}
