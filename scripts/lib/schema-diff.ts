import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, type ColumnType, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { ROOT } from './root.ts';

const ENGINE = path.join(ROOT, 'node_modules/@prisma/schema-engine-wasm');
const CHAR_OID = 18;
const TEXT_OID = 25;

// TypeScript knows WebAssembly only with the types of a browser.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Exports } }>;
};
type Exports = Readonly<Record<string, () => void>>;
type Engine = { diff(params: object): Promise<{ readonly stdout: string | null }> };
type EngineModule = {
  readonly SchemaEngine: { new: (options: object, log: (line: string) => void, adapter: object) => Promise<Engine> };
  __wbg_set_wasm(exports: Exports): void;
};

/**
 * The SQL that takes a database, as it stands, to the Prisma schema; empty text when they agree. The engine is Prisma's
 * own in WebAssembly, because its native one is downloaded at install.
 */
export async function diffToSchema(input: {
  readonly databaseUrl: string;
  readonly schemaPath: string;
}): Promise<string> {
  const { SchemaEngine } = await loadEngine();
  const files = [{ path: input.schemaPath, content: readFileSync(input.schemaPath, 'utf8') }];
  const factory = new PrismaPg({ connectionString: input.databaseUrl });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => describeCharacters(await connect());
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  const result = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: ROOT },
    to: { tag: 'schemaDatamodel', files, configDir: ROOT },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout ?? '';
}

async function loadEngine(): Promise<EngineModule> {
  const glue = (await import(pathToFileURL(path.join(ENGINE, 'schema_engine_bg.js')).href)) as EngineModule;
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
  });
  const bytes = readFileSync(path.join(ENGINE, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports['__wbindgen_start']?.();
  return glue;
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Inner = { performIO(query: unknown): Promise<{ fields?: { dataTypeID: number }[] }> };

// The adapter refuses columns of the type "char", which the catalogue tables of PostgreSQL are full of; the engine
// wants them described as characters. Its calls are sequential, so one list of places is enough.
function describeCharacters(adapter: Adapter): Adapter {
  const inner = adapter as unknown as Inner;
  const performIO = inner.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let isCharacter: boolean[] = [];
  inner.performIO = async (query) => {
    const result = await performIO(query);
    isCharacter = (result.fields ?? []).map((field) => field.dataTypeID === CHAR_OID);
    for (const field of result.fields ?? []) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const columnTypes: ColumnType[] = result.columnTypes.map((type, place) =>
      isCharacter[place] ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  return adapter;
}
