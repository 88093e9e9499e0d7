// Marching squares: where a function that is known on a grid is positive, and the edge of that.

/** A row's part from one column of corners to another, as a polygon. */
const rectangle = (left, right, row) => [
  [left, row],
  [right, row],
  [right, row + 1],
  [left, row + 1],
];

/**
 * The `region` where a square grid of values, row by row, is positive, as polygons, and its `edge`,
 * as segments. A point is [column, row]; on a side of the grid the values change evenly.
 */
export function marchingSquares(values) {
  const region = [];
  const edge = [];
  const cells = values.length - 1;
  for (let j = 0; j < cells; j++) {
    let first = 0; // cells that are wholly inside are kept to become one rectangle
    for (let i = 0; i < cells; i++) {
      const [polygon, cut] = cell(rectangle(i, i + 1, j), values);
      if (polygon.length && !cut.length) continue;
      if (first < i) region.push(rectangle(first, i, j));
      if (polygon.length) region.push(polygon);
      for (let k = 0; k < cut.length; k += 2) edge.push(cut.slice(k, k + 2));
      first = i + 1;
    }
    if (first < cells) region.push(rectangle(first, cells, j));
  }
  return { region, edge };
}

/** The part of a square that is inside, and the points where the edge cuts its sides. */
function cell(corners, values) {
  const polygon = [];
  const cut = [];
  corners.forEach(([i, j], k) => {
    const [p, q] = corners[(k + 1) % 4];
    const here = values[j][i];
    const next = values[q][p];
    if (here > 0) polygon.push([i, j]);
    if (here > 0 !== next > 0) {
      const share = here / (here - next);
      const point = [i + share * (p - i), j + share * (q - j)];
      polygon.push(point);
      cut.push(point);
    }
  });
  // Where both the edge's parts cross one square, each goes from a way out to the next way in.
  if (cut.length && polygon[0] === cut[0]) cut.push(cut.shift());
  return [polygon, cut];
}
