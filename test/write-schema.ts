// Writes schema/experiment.schema.json, which editors read, from the kinds: npm run schema.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {editorSchema} from '../src/document/editor-schema.js';
import {experimentSchema} from '../src/experiment/experiment-file.js';
import {root} from './rig.js';

const file = join(root, 'schema', 'experiment.schema.json');
writeFileSync(file, `${JSON.stringify(editorSchema(experimentSchema), undefined, 2)}\n`);
