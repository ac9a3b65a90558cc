import {BinaryWriter, WireType} from '@bufbuild/protobuf/wire';
import type {Shape} from '../../model/shape.js';
import {
  type Argument,
  type Attribute,
  type ConstantTensor,
  type FunctionDefinition,
  type GraphDefinition,
  type Node,
  TYPE_NUMBERS,
} from './definitions.js';

export const TAG = 'serve';

/** The version of GraphDef that is written: TensorFlow reads all from 12 on; 1087 is that of TensorFlow 2.9, which tfjs-node is for. */
const GRAPH_VERSION = 1087;
const OLDEST_READER = 12;

type Part = (writer: BinaryWriter) => void;

/**
 * A graph as the file saved_model.pb; field numbers are those of saved_model.proto, meta_graph.proto, graph.proto,
 * function.proto, node_def.proto and attr_value.proto in tensorflow/core.
 */
export function savedModel(graph: GraphDefinition): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(1);
  message(writer, 2, metaGraph => {
    message(metaGraph, 1, info => text(info, 4, TAG));
    message(metaGraph, 2, into => writeGraph(into, graph));
  });
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, {nodes, functions}: GraphDefinition): void {
  for (const node of nodes) message(writer, 1, into => writeNode(into, node));
  message(writer, 2, library => {
    for (const one of functions) message(library, 1, into => writeFunction(into, one));
  });
  message(writer, 4, versions => {
    versions.tag(1, WireType.Varint).int32(GRAPH_VERSION);
    versions.tag(2, WireType.Varint).int32(OLDEST_READER);
  });
}

function writeFunction(writer: BinaryWriter, definition: FunctionDefinition): void {
  const {name, parameters, results, nodes, returned, attributes} = definition;
  message(writer, 1, signature => {
    text(signature, 1, name);
    for (const parameter of parameters) message(signature, 2, into => writeArgument(into, parameter));
    for (const result of results) message(signature, 3, into => writeArgument(into, result));
  });
  for (const node of nodes) message(writer, 3, into => writeNode(into, node));
  for (const [key, value] of Object.entries(returned)) mapEntry(writer, 4, key, into => text(into, 2, value));
  for (const [key, value] of Object.entries(attributes)) attributeEntry(writer, 5, key, value);
}

function writeArgument(writer: BinaryWriter, {name, type}: Argument): void {
  text(writer, 1, name);
  writer.tag(3, WireType.Varint).int32(TYPE_NUMBERS[type]);
}

function writeNode(writer: BinaryWriter, {name, operation, inputs, attributes}: Node): void {
  text(writer, 1, name);
  text(writer, 2, operation);
  for (const input of inputs) text(writer, 3, input);
  for (const [key, value] of Object.entries(attributes)) attributeEntry(writer, 5, key, value);
}

function attributeEntry(writer: BinaryWriter, field: number, key: string, value: Attribute): void {
  mapEntry(writer, field, key, into => message(into, 2, attribute => writeAttribute(attribute, value)));
}

function writeAttribute(writer: BinaryWriter, attribute: Attribute): void {
  if ('type' in attribute) writer.tag(6, WireType.Varint).int32(TYPE_NUMBERS[attribute.type]);
  else if ('flag' in attribute) writer.tag(5, WireType.Varint).bool(attribute.flag);
  else if ('integer' in attribute) writer.tag(3, WireType.Varint).int64(attribute.integer);
  else if ('float' in attribute) writer.tag(4, WireType.Bit32).float(attribute.float);
  else if ('text' in attribute) text(writer, 2, attribute.text);
  else if ('shape' in attribute) message(writer, 7, into => writeShape(into, attribute.shape));
  else if ('tensor' in attribute) message(writer, 8, into => writeTensor(into, attribute.tensor));
  else if ('function' in attribute) message(writer, 10, into => text(into, 1, attribute.function));
  else message(writer, 1, into => writeList(into, attribute));
}

type ListAttribute = Extract<Attribute, {types: unknown} | {integers: unknown} | {shapes: unknown}>;

function writeList(writer: BinaryWriter, attribute: ListAttribute): void {
  if ('shapes' in attribute) for (const shape of attribute.shapes) message(writer, 7, into => writeShape(into, shape));
  else if ('types' in attribute)
    for (const type of attribute.types) writer.tag(6, WireType.Varint).int32(TYPE_NUMBERS[type]);
  else for (const value of attribute.integers) writer.tag(3, WireType.Varint).int64(value);
}

function writeShape(writer: BinaryWriter, shape: Shape): void {
  for (const length of shape) message(writer, 2, dimension => dimension.tag(1, WireType.Varint).int64(length));
}

function writeTensor(writer: BinaryWriter, {type, shape, bytes}: ConstantTensor): void {
  writer.tag(1, WireType.Varint).int32(TYPE_NUMBERS[type]);
  message(writer, 2, into => writeShape(into, shape));
  writer.tag(4, WireType.LengthDelimited).bytes(bytes);
}

function mapEntry(writer: BinaryWriter, field: number, key: string, value: Part): void {
  message(writer, field, entry => {
    text(entry, 1, key);
    value(entry);
  });
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: Part): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}
