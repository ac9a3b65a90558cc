import {isSchema, type Schema} from './strict-schema.js';

/** Where a bare name may stand for {type: name}; lets a file say `loss: huber`. */
export function expandBareNames(value: unknown): unknown {
  if (!isSchema(value)) return value;
  const typed = (entry: unknown) => (typeof entry === 'string' && !entry.startsWith('${') ? {type: entry} : entry);
  const expand = (parent: unknown, ...keys: string[]) =>
    isSchema(parent)
      ? {...parent, ...Object.fromEntries(keys.filter(key => key in parent).map(key => [key, typed(parent[key])]))}
      : parent;
  const model = value.model;
  return {
    ...(expand(value, 'standardization') as Schema),
    ...('training' in value ? {training: expand(value.training, 'optimizer', 'loss')} : {}),
    ...(isSchema(model) && Array.isArray(model.layers) ? {model: {...model, layers: model.layers.map(typed)}} : {}),
  };
}
