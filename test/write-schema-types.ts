import {writeFileSync} from 'node:fs';
import {schemaTypes} from './schema-types.js';

writeFileSync('src/experiment/experiment-file.generated.ts', await schemaTypes());
