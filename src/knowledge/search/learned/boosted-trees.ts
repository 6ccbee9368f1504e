// Gradient boosted regression trees that learn to order the candidates of each question (the LambdaMART way): a pair in the
// wrong order pulls the more, the more nDCG would gain from swapping it. Small and exact on purpose; the trees are plain JSON.

/** A node: a split on a feature, or the value of a leaf. Children are places in the tree's list. */
export type TreeNode =
  | { readonly feature: number; readonly threshold: number; readonly left: number; readonly right: number }
  | { readonly value: number };
export type Tree = readonly TreeNode[];

/** One question: a row of features for each candidate, and which of them are right. */
export interface CandidateGroup {
  readonly rows: readonly Float32Array[];
  readonly isRight: readonly boolean[];
  readonly weight: number;
}

const treeCount = 150;
const maxDepth = 4;
const learningRate = 0.1;
const binCount = 32;
/** Keeps leaves of few examples near zero. */
const regularisation = 1;
const minLeafCurvature = 0.5;
/** Below the top of the list nDCG gains next to nothing; this much is gained anywhere, so that recall counts too. */
const gainAnywhere = 0.02;

export function scoreWith(trees: readonly Tree[], row: Float32Array): number {
  return trees.reduce((sum, tree) => sum + leafValue(tree, row), 0);
}

export function fitTrees(groups: readonly CandidateGroup[]): Tree[] {
  const training = new Training(groups.filter(({ isRight }) => isRight.includes(true)));
  return Array.from({ length: treeCount }, () => training.addTree());
}

function leafValue(tree: Tree, row: Float32Array): number {
  let node = tree[0];
  while (node && 'feature' in node) node = tree[(row[node.feature] ?? 0) <= node.threshold ? node.left : node.right];
  return node?.value ?? 0;
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
}

class Training {
  readonly #groups: readonly CandidateGroup[];
  readonly #rows: readonly Float32Array[];
  readonly #features: number;
  readonly #edges: readonly Float32Array[];
  readonly #bins: Uint8Array;
  readonly #scores: Float64Array;
  readonly #pulls: Float64Array;
  readonly #curvatures: Float64Array;

  constructor(groups: readonly CandidateGroup[]) {
    this.#groups = groups;
    this.#rows = groups.flatMap(({ rows }) => rows);
    this.#features = this.#rows[0]?.length ?? 0;
    this.#edges = Array.from({ length: this.#features }, (_, feature) => binEdges(this.#rows, feature));
    this.#bins = new Uint8Array(this.#rows.length * this.#features);
    for (const [place, row] of this.#rows.entries()) {
      for (const [feature, edges] of this.#edges.entries()) this.#bins[place * this.#features + feature] = binOf(edges, row[feature] ?? 0);
    }
    this.#scores = new Float64Array(this.#rows.length);
    this.#pulls = new Float64Array(this.#rows.length);
    this.#curvatures = new Float64Array(this.#rows.length);
  }

  addTree(): Tree {
    this.#pull();
    const tree: TreeNode[] = [];
    this.#grow(tree, Array.from(this.#rows.keys()), 0);
    return tree;
  }

  /** How far each candidate wants to move, from all right-wrong pairs of its question. */
  #pull(): void {
    this.#pulls.fill(0);
    this.#curvatures.fill(0);
    let start = 0;
    for (const group of this.#groups) {
      this.#pullGroup(group, start);
      start += group.rows.length;
    }
  }

  #pullGroup({ isRight, rows, weight }: CandidateGroup, start: number): void {
    const order = Array.from(rows.keys()).toSorted((left, right) => (this.#scores[start + right] ?? 0) - (this.#scores[start + left] ?? 0));
    const discounts = new Float64Array(rows.length);
    for (const [rank, candidate] of order.entries()) discounts[candidate] = 1 / Math.log2(rank + 2);
    const rights = Array.from(rows.keys()).filter((candidate) => isRight[candidate]);
    const ideal = rights.reduce((sum, _, rank) => sum + 1 / Math.log2(rank + 2), 0);
    for (const right of rights) {
      for (const wrong of rows.keys()) {
        if (isRight[wrong]) continue;
        const gain = weight * (Math.abs((discounts[right] ?? 0) - (discounts[wrong] ?? 0)) / ideal + gainAnywhere / rights.length);
        const doubt = 1 / (1 + Math.exp((this.#scores[start + right] ?? 0) - (this.#scores[start + wrong] ?? 0)));
        add(this.#pulls, start + right, doubt * gain);
        add(this.#pulls, start + wrong, -doubt * gain);
        add(this.#curvatures, start + right, doubt * (1 - doubt) * gain);
        add(this.#curvatures, start + wrong, doubt * (1 - doubt) * gain);
      }
    }
  }

  /** Puts the node for these rows, and all below it, into the tree; returns its place. */
  #grow(tree: TreeNode[], members: readonly number[], depth: number): number {
    const place = tree.push({ value: 0 }) - 1;
    const split = depth < maxDepth ? this.#bestSplit(members) : undefined;
    if (!split) {
      tree[place] = { value: this.#settle(members) };
      return place;
    }
    const { feature, bin } = split;
    const goesLeft = (row: number) => (this.#bins[row * this.#features + feature] ?? 0) <= bin;
    const left = this.#grow(tree, members.filter(goesLeft), depth + 1);
    const right = this.#grow(
      tree,
      members.filter((row) => !goesLeft(row)),
      depth + 1,
    );
    tree[place] = { feature, threshold: this.#edges[feature]?.[bin] ?? 0, left, right };
    return place;
  }

  /** The leaf's value, which its rows take on at once. */
  #settle(members: readonly number[]): number {
    const value = (learningRate * sum(this.#pulls, members)) / (sum(this.#curvatures, members) + regularisation);
    for (const row of members) add(this.#scores, row, value);
    return value;
  }

  #bestSplit(members: readonly number[]): Split | undefined {
    const pulls = new Float64Array(this.#features * binCount);
    const curvatures = new Float64Array(this.#features * binCount);
    for (const row of members) {
      for (let feature = 0; feature < this.#features; feature += 1) {
        const cell = feature * binCount + (this.#bins[row * this.#features + feature] ?? 0);
        add(pulls, cell, this.#pulls[row] ?? 0);
        add(curvatures, cell, this.#curvatures[row] ?? 0);
      }
    }
    const totalPull = sum(this.#pulls, members);
    const totalCurvature = sum(this.#curvatures, members);
    const worth = (pull: number, curvature: number) => (pull * pull) / (curvature + regularisation);
    let best: Split | undefined;
    for (let feature = 0; feature < this.#features; feature += 1) {
      let pull = 0;
      let curvature = 0;
      for (let bin = 0; bin < (this.#edges[feature]?.length ?? 0); bin += 1) {
        pull += pulls[feature * binCount + bin] ?? 0;
        curvature += curvatures[feature * binCount + bin] ?? 0;
        if (curvature < minLeafCurvature || totalCurvature - curvature < minLeafCurvature) continue;
        const gain = worth(pull, curvature) + worth(totalPull - pull, totalCurvature - curvature) - worth(totalPull, totalCurvature);
        if (gain > (best?.gain ?? 0)) best = { feature, bin, gain };
      }
    }
    return best;
  }
}

/** Equally filled bins; fewer where values repeat. */
function binEdges(rows: readonly Float32Array[], feature: number): Float32Array {
  const values = Float32Array.from(rows, (row) => row[feature] ?? 0).sort();
  const edges = Array.from({ length: binCount - 1 }, (_, bin) => values[Math.floor(((bin + 1) * values.length) / binCount)] ?? 0);
  return Float32Array.from(new Set(edges));
}

function binOf(edges: Float32Array, value: number): number {
  const place = edges.findIndex((edge) => value <= edge);
  return place < 0 ? edges.length : place;
}

function sum(values: Float64Array, places: readonly number[]): number {
  return places.reduce((total, place) => total + (values[place] ?? 0), 0);
}

function add(values: Float64Array, place: number, amount: number): void {
  values[place] = (values[place] ?? 0) + amount;
}
