export function ProductWritingPage() {
  return null;
}
