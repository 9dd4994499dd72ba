const given =
  'Adele Boris Carla Dmitri Edda Farid Greta Hanno Ines Jorge Kaja Luan Mirko Nadia Omar Petra Quinn Rafael Sanna Timur'.split(
    ' ',
  );
const family =
  'Abendroth Birkenau Castellan Dorfmann Ekström Falkner Grimaldi Hollander Ilves Jankauskas Kowalczyk Lindqvist Moravec Novotny Oliveira Petrossian Quandt Rautio Sandoval Thorvald'.split(
    ' ',
  );

/** Names of nobody, the same ones each time. */
export function madeUpNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const first = given[index % given.length] ?? '';
    const second = given[Math.floor(index / 7) % given.length] ?? '';
    const last = family[Math.floor(index / 3) % family.length] ?? '';
    return `${first} ${second} ${last}`;
  });
}
