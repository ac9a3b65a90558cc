import type {Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../tensorflow.js';
import {type ActivationName, activationOf} from './index.js';

type Identifier = NonNullable<Parameters<TensorFlow['layers']['layers']['dense']>[0]['activation']>;

/** What tf.layers takes for an activation: its own name for it, or that under which ours is registered there. */
export function identifierOf(tf: TensorFlow, name: ActivationName): Identifier {
  const {inTfLayers} = activationOf(name);
  return inTfLayers ?? registered(tf, name);
}

/** tf.layers takes identifiers of its own alone for its type; what is registered is found by name all the same. */
function registered(tf: TensorFlow, name: ActivationName): Identifier {
  const {core} = tf;
  const {apply} = activationOf(name);

  class Registered extends core.serialization.Serializable {
    static readonly className = name;

    apply(x: Tensor): Tensor {
      return core.tidy(() => apply(core, x));
    }

    override getConfig(): Record<string, never> {
      return {};
    }
  }

  core.serialization.registerClass(Registered);
  return name as Identifier;
}
