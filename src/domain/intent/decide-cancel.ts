import { type Line, namesProduct, saysVariant } from './items/build-lines.ts';
import { resolveLine } from './items/resolve-line.ts';
import { changed, excluded, keeps, matching, skuOf } from './match-claims.ts';
import { goodsOf, type Reading } from './read-comment.ts';
import type { Claim, Thread } from './thread.ts';
import { talk, type Verdict } from './verdict.ts';

const EVERYTHING = /^(?:todo|todos|todas|tudo|todas|everything|all|tout|toutes|كل|كله|nada|lo)$/;

export function cancelWithoutClaim(reading: Reading): Verdict {
  const codes = goodsOf(reading).filter((line) => line.skus?.length === 1);
  const items = codes.flatMap((line) => (line.skus ?? []).map(({ sku }) => ({ sku, qty: line.quantity ?? 1 })));
  return { ...talk('cancel', 'cancel:no-claim'), items, askBack: items.length > 0 ? null : 'line' };
}

export function decideCancel(reading: Reading, thread: Thread): Verdict | null {
  const { claims } = thread;
  const lines = goodsOf(reading).filter((line) => namesProduct(line) || saysVariant(line));
  const isKept = (line: Line) => keeps(reading, line);
  const kept = lines
    .filter(isKept)
    .flatMap((line) => matching(reading, line, claims).map((claim) => ({ claim, line })));
  const fewer = kept.filter(
    ({ claim, line }) => line.quantity !== null && line.quantity < claim.qty && kept.length === 1,
  );
  if (fewer.length > 0)
    return changed(
      fewer.map(({ claim, line }) => ({ sku: claim.sku, qty: line.quantity ?? 1 })),
      'fewer',
    );
  const out = [...lines.filter((line) => !isKept(line)), ...excluded(reading)];
  const dropped = out.flatMap((line) => matching(reading, line, claims));
  const less = lessOf(reading, { out, dropped, claims });
  if (less) return less;
  if (dropped.length > 0) return cancelled(dropped.filter((claim) => !kept.some((one) => one.claim === claim)));
  const rest = claims.filter((claim) => !kept.some((one) => one.claim === claim));
  if (kept.length > 0 && rest.length > 0) return cancelled(rest);
  if (kept.length > 0) return null;
  const { names } = reading;
  const bare = bareClaims(reading, lines, thread);
  if (bare) return cancelled(bare);
  if (lines.some((line) => isOther(reading, line, claims))) return null;
  if (lines.some((line) => namesProduct(line)) || (lines.length > 0 && !names.has('cancel')))
    return !names.has('change') && (names.has('cancel') || names.has('remove'))
      ? { ...talk('cancel', 'cancel:unknown-line'), askBack: 'line' }
      : null;
  if (names.has('keep') && !names.has('cancel') && !names.has('drop')) return null;
  if (names.has('change') && !names.has('cancel') && reading.lines.length > 0) return null;
  if (isRemark(reading, claims)) return null;
  const latest = Math.max(...claims.map(({ comment }) => comment));
  const isAll = reading.tokens.some(({ text }) => EVERYTHING.test(text)) && names.has('cancel');
  return cancelled(isAll ? claims : claims.filter(({ comment }) => comment === latest));
}

const NO_LONGER = /^(?:ya|ja|mas|mais|anymore|longer|plus|piu|mehr)$/;

/** "not really, too thick": a refusal that names nothing is about the piece on screen, and drops it only if it was claimed. */
function isRemark(reading: Reading, claims: readonly Claim[]): boolean {
  const { names, showing } = reading;
  if (showing === null || !names.has('drop') || ['cancel', 'remove', 'keep', 'later'].some((name) => names.has(name)))
    return false;
  // "ya no la quiero" was wanted before.
  if (!names.has('wish') && reading.tokens.some(({ text }) => NO_LONGER.test(text))) return false;
  return claims.every((claim) => skuOf(reading, claim)?.model !== showing.model);
}

/** Whether a line names a variant of something claimed that is not the one claimed: then it is wanted, not dropped. */
function isOther(reading: Reading, line: Line, claims: readonly Claim[]): boolean {
  if (reading.names.has('remove')) return false;
  return claims.some((claim) => {
    const sku = skuOf(reading, claim);
    const found =
      sku && saysVariant(line) ? resolveLine({ index: reading.index, showing: sku, keepsAll: true }, line) : null;
    return found?.missing === null && found.model === sku?.model && found.items.every((item) => item.sku !== claim.sku);
  });
}

/** A bare claim ("mía la chica") counts for the goods that the cancelling names; the piece on screen has changed since. */
function bareClaims(reading: Reading, lines: readonly Line[], thread: Thread): readonly Claim[] | null {
  const out = lines.filter((line) => !keeps(reading, line));
  const [named] = lines.filter(namesProduct);
  if (!named || thread.bare.length === 0) return null;
  const claims = thread.bare.flatMap((line) => {
    const scene = { index: reading.index, showing: null };
    const { colors, sizes } = saysVariant(line) ? line : named;
    // A bare "36" before the goods were known may have been their size.
    const quantity = sizes.includes(String(line.quantity)) ? null : line.quantity;
    return resolveLine(scene, { ...line, quantity, names: named.names, skus: named.skus, colors, sizes }).items.map(
      (item) => ({
        ...item,
        comment: thread.comments,
      }),
    );
  });
  const dropped = claims.filter((claim) =>
    out.some(
      (line) => matching(reading, line.names.length + line.colors.length > 0 ? line : named, [claim]).length > 0,
    ),
  );
  return dropped.length > 0 && out.length > 0 ? dropped : null;
}

function cancelled(claims: readonly Claim[]): Verdict {
  const once = [...new Map(claims.map((claim) => [claim.sku, claim])).values()];
  return {
    ...talk('cancel', 'cancel:claim'),
    items: once.map(({ sku, qty }) => ({ sku, qty })),
    removed: once.map(({ sku }) => sku),
  };
}

/** "Quítame una": fewer pieces of a line is a change of it. */
function lessOf(
  reading: Reading,
  given: { out: readonly Line[]; dropped: readonly Claim[]; claims: readonly Claim[] },
): Verdict | null {
  const { out, dropped, claims } = given;
  const [claim] = out.length === 0 ? claims : dropped;
  if (!claim || (out.length === 0 ? claims : dropped).length !== 1 || !reading.names.has('remove')) return null;
  const line = out.length === 0 ? reading.lines[0] : out.find((one) => matching(reading, one, [claim]).length > 0);
  const isOne = reading.mentions.some(({ dim, text }) => dim === 'this' && text === 'one');
  const rest = claim.qty - (line?.quantity ?? (isOne ? 1 : claim.qty));
  return rest > 0 ? changed([{ sku: claim.sku, qty: rest }], 'fewer') : null;
}
