import {BinaryWriter, WireType} from '@bufbuild/protobuf/wire';
import {maskedChecksum} from './checksum.js';

/** A number at a step, as TensorBoard's scalars. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
}

/**
 * The bytes of an event file: records as TensorFlow writes them (tensorflow/core/lib/io/record_writer.h), events by the field
 * numbers of event.proto and summary.proto. `seconds` is when it was, since 1970.
 */
export function eventFile(scalars: readonly Scalar[], seconds: number): Uint8Array {
  const events = [
    event(seconds, writer => writer.tag(3, WireType.LengthDelimited).string('brain.Event:2')),
    ...scalars.map(({tag, step, value}) =>
      event(seconds, writer => {
        writer.tag(2, WireType.Varint).int64(step);
        writer.tag(5, WireType.LengthDelimited).fork();
        writer.tag(1, WireType.LengthDelimited).fork();
        writer.tag(1, WireType.LengthDelimited).string(tag);
        writer.tag(2, WireType.Bit32).float(value);
        writer.join().join();
      }),
    ),
  ];
  return Buffer.concat(events.flatMap(record));
}

function event(seconds: number, write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Bit64).double(seconds);
  write(writer);
  return writer.finish();
}

/** Length, its checksum, the data, and its checksum. */
function record(data: Uint8Array): readonly Uint8Array[] {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(data.length), true);
  return [length, littleEndian(maskedChecksum(length)), data, littleEndian(maskedChecksum(data))];
}

function littleEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
