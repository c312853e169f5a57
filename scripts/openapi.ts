// `npm run openapi`: writes openapi.json, the portal's types, docs/problems.md and .env.example from the code.
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated.ts';

for (const [path, text] of Object.entries(await generatedFiles())) {
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
