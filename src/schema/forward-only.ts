import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      forwardOnly: ForwardOnlyPlugin<Types>;
    }
  }
}

/** Connections are read forwards only: takes `before` and `last` off them. */
class ForwardOnlyPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { before, last, ...args } = config.args;
    return before && last ? { ...config, args } : config;
  }
}

const pluginName = 'forwardOnly';
export default pluginName;

SchemaBuilder.registerPlugin(pluginName, ForwardOnlyPlugin);
