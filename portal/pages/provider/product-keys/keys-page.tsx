export function ProductKeysPage() {
  return null;
}
