export function ProductAccessPage() {
  return null;
}
