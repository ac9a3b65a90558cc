// Writes from the kinds what editors and readers see of them, schema/experiment.schema.json and docs/kinds.md: npm run schema.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {editorSchema} from '../src/document/editor-schema.js';
import {experimentSchema} from '../src/experiment/experiment-file.js';
import {kindsPage} from './kinds-page.js';
import {root} from './rig.js';

const schema = `${JSON.stringify(editorSchema(experimentSchema), undefined, 2)}\n`;
writeFileSync(join(root, 'schema', 'experiment.schema.json'), schema);
writeFileSync(join(root, 'docs', 'kinds.md'), kindsPage());
