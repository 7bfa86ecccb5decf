/** What can be told from an expression's tree. Only Python reads sources: packs carry trees. */

export const EACH = ["any", "all", "filter", "map"];

/** What the expression reads from outside: not the variables of any, all, filter, map.
 * @returns {Set<string>} */
export function names(tree) {
  if (tree[0] === "name") return new Set([tree[1]]);
  if (EACH.includes(tree[0])) {
    const [, variable, items, body] = tree;
    const inside = [...names(body)].filter((name) => name !== variable);
    return new Set([...names(items), ...inside]);
  }
  return new Set(tree.slice(1).filter(Array.isArray).flatMap((part) => [...names(part)]));
}
