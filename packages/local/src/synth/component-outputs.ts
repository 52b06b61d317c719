// What SST's components tell its CLI besides resources, such as what `sst dev` is to run. Bundled into the synth program.

export interface ComponentOutputs {
  /** The name that the stacks gave. */
  readonly name: string
  /** `_dev` is a pane of the multiplexer, `_live` a function that runs on the developer's machine. */
  readonly outputs: Record<string, unknown>
}

interface Component {
  readonly __name?: string
}

interface Pulumi {
  output(value: unknown): { apply(use: (value: Record<string, unknown> | undefined) => void): unknown }
  ComponentResource: { prototype: { registerOutputs(this: Component, outputs?: unknown): void } }
}

/** Pulumi's mocks drop what components register; from now on it is kept in `into`, where SST's CLI would read it. */
export function keepOutputs({ output, ComponentResource }: Pulumi, into: ComponentOutputs[]): void {
  const { prototype } = ComponentResource
  const register = prototype.registerOutputs
  prototype.registerOutputs = function (outputs) {
    output(outputs).apply((resolved) => {
      const { _dev, _live } = resolved ?? {}
      const told = { ...(_dev ? { _dev } : {}), ...(_live ? { _live } : {}) }
      if (Object.keys(told).length > 0) into.push({ name: this.__name ?? "", outputs: told })
    })
    register.call(this, outputs)
  }
}
