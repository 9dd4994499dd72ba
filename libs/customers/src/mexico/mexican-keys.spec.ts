import { curpAgreement, curpFault } from './curp';
import { companyRfcAgreement, rfcAgreement, rfcFault } from './rfc';
import { voterKeyAgreement, voterKeyFault } from './voter-key';

const person = (firstName: string, lastName: string, birthDate?: string) => ({ firstName, lastName, birthDate });

/** A CURP for these letters: born on 27 April 1956 in Veracruz. The check digit is found by trying. */
const curpOf = (head: string, consonants: string): string => {
  const body = `${head}560427MVZ${consonants}0`;
  const found = [...'0123456789'].map((digit) => body + digit).filter((curp) => curpFault(curp) === undefined);
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe('a CURP', () => {
  // Examples that are published; to the last, which is without a name, one was made up.
  it.each([
    ['HEGG560427MVZRRL04', person('Gloria', 'Hernández García', '1956-04-27')],
    ['SABC560626MDFLRN01', person('Concepción', 'Salgado Briseño', '1956-06-26')],
    ['BOXW310820HNERXN09', person('Wenzel', 'Boerg', '1931-08-20')],
  ])('as it is published agrees with whose it is: %s', (curp, whose) => {
    expect(curpFault(curp)).toBeUndefined();
    expect(curpAgreement(curp, whose)).toEqual({ name: 'match', date: 'match', checkDigit: 'match' });
  });

  it.each([
    ['the last digit is another', 'HEGG560427MVZRRL05', 'check digit'],
    ['two letters were exchanged', 'EHGG560427MVZRRL04', 'four letters'],
    ['a digit was mistyped', 'HEGG560428MVZRRL04', 'check digit'],
    ['the day is none', 'HEGG560231MVZRRL04', 'date of birth'],
    ['the state is none', 'HEGG560427MXXRRL04', 'must have'],
    ['the sex is none', 'HEGG560427FVZRRL04', 'must have'],
    ['a vowel is a consonant', 'HEGG560427MVZARL04', 'must have'],
    ['it is too short', 'HEGG560427MVZRRL0', 'must have'],
    ['it begins with a word that none begins with', 'PUTO560427MVZRRL04', 'begin with'],
  ])('is none when %s', (_, curp, fault) => {
    expect(curpFault(curp)).toContain(fault);
  });

  // The examples of the Instructivo's exceptions, and others like them. All people are made up.
  it.each([
    ['an Ñ is an X', 'Alberto', 'Ñando Rodríguez', 'XARA', 'NDL'],
    ['María does not count before another name', 'María Luisa', 'Pérez Hernández', 'PEHL', 'RRS'],
    ['nor does its short form', 'Ma. de los Ángeles', 'Moreno Sánchez', 'MOSA', 'RNN'],
    ['nor does José', 'José Alonso', 'Hernández García', 'HEGA', 'RRL'],
    ['but alone it counts', 'María', 'Pérez Hernández', 'PEHM', 'RRR'],
    ['of other names the first counts', 'Luis Enrique', 'Romero Palazuelos', 'ROPL', 'MLS'],
    ['a sign is an X', 'Juan José', 'D/Amico Álvarez', 'DXAJ', 'MLN'],
    ['of a compound surname the first word counts', 'Rocío', 'Riva Palacio Cruz', 'RICR', 'VRC'],
    ['a particle does not count', 'Carlos', 'Mc Gregor López', 'GELC', 'RPR'],
    ['nor do several', 'Pablo', 'de la Cruz Núñez', 'CUNP', 'RXB'],
    ['without an inner vowel there is an X', 'Andrés', 'Ich Rodríguez', 'IXRA', 'CDN'],
    ['without a second surname there is an X', 'Luis', 'Pérez', 'PEXL', 'RXS'],
    ['without an inner consonant there is an X', 'Ana', 'Oia Po', 'OIPA', 'XXN'],
    ['a word that none begins with has an X', 'Ofelia', 'Pedrero Domínguez', 'PXDO', 'DMF'],
    ['an umlaut does not count', 'Úrsula', 'Argüello Güemes', 'AUGU', 'RMR'],
  ])('agrees with a name of which %s', (_, firstName, lastName, head, consonants) => {
    const curp = curpOf(head, consonants);
    expect(curpAgreement(curp, person(firstName, lastName))).toEqual({
      name: 'match',
      date: 'no_input',
      checkDigit: 'match',
    });
  });

  it.each([
    ['another given name', person('Hilda', 'Hernández García')],
    ['another second surname', person('Gloria', 'Hernández Páez')],
    ['the surnames the other way round', person('Gloria', 'García Hernández')],
    ['one surname only', person('Gloria', 'Hernández')],
  ])('does not agree with %s', (_, whose) => {
    expect(curpAgreement('HEGG560427MVZRRL04', whose).name).toBe('no_match');
  });

  it('tells the century', () => {
    expect(curpAgreement('HEGG560427MVZRRL04', person('Gloria', 'Hernández García', '2056-04-27')).date).toBe(
      'no_match',
    );
    const born2001 = [...'0123456789'].map((digit) => `HEGG010427MVZRRLA${digit}`).find((each) => !curpFault(each))!;
    expect(curpAgreement(born2001, person('Gloria', 'Hernández García', '2001-04-27')).date).toBe('match');
    expect(curpAgreement(born2001, person('Gloria', 'Hernández García', '1901-04-27')).date).toBe('no_match');
  });
});

describe('an RFC', () => {
  it('as the SAT has it in its example agrees with whose it is', () => {
    const emma = person('Emma', 'Gómez Díaz', '1956-12-31');
    expect(rfcFault('GODE561231GR8', 'individual')).toBeUndefined();
    expect(rfcAgreement('GODE561231GR8', emma)).toEqual({ name: 'match', date: 'match', checkDigit: 'match' });
    expect(rfcAgreement('GODE561231GR9', emma).checkDigit).toBe('no_match');
    expect(rfcAgreement('GODE561231GR8', { ...emma, birthDate: '1956-12-30' }).date).toBe('no_match');
    expect(rfcAgreement('GODE561231GR8', person('Emma', 'Gómez Díaz')).date).toBe('no_input');
  });

  // The examples of the SAT's rules.
  it.each([
    ['rule 1', 'Juan', 'Barrios Fernández', 'BAFJ'],
    ['rule 1, a vowel first', 'Eva', 'Iriarte Méndez', 'IIME'],
    ['rule 3', 'Manuel', 'Chávez González', 'CAGM'],
    ['rule 3', 'Felipe', 'Camargo Llamas', 'CALF'],
    ['rule 4', 'Álvaro', 'de la O Lozano', 'OLAL'],
    ['rule 4', 'Ernesto', 'Ek Rivera', 'ERER'],
    ['rule 5', 'Dolores', 'San Martín Dávalos', 'SADD'],
    ['rule 5', 'Mario', 'Sánchez de la Barquera Gómez', 'SAGM'],
    ['rule 5', 'Antonio', 'Jiménez Ponce de León', 'JIPA'],
    ['rule 6', 'Luz María', 'Fernández Juárez', 'FEJL'],
    ['rule 6', 'José Antonio', 'Camargo Hernández', 'CAHA'],
    ['rule 6', 'María Luisa', 'Ramírez Sánchez', 'RASL'],
    ['rule 7', 'Juan', 'Martínez', 'MAJU'],
    ['rule 7', 'Gerarda', 'Zafra', 'ZAGE'],
    ['rule 8', 'Carmen', 'de la Peña Ramírez', 'PERC'],
    ['rule 8', 'Mario', 'de los Santos Gómez', 'SAGM'],
    ['rule 9', 'Ofelia', 'Pedrero Domínguez', 'PEDX'],
  ])('begins by %s with what the name says: %s %s', (_, firstName, lastName, head) => {
    expect(rfcAgreement(`${head}700313AB1`, person(firstName, lastName)).name).toBe('match');
    expect(rfcAgreement(`XQ${head.slice(2)}700313AB1`, person(firstName, lastName)).name).toBe('no_match');
  });

  it('of a company has three letters and the day of its incorporation', () => {
    expect(rfcFault('MAB9307148T4', 'business')).toBeUndefined();
    expect(companyRfcAgreement('MAB9307148T4', '1993-07-14')).toEqual({
      name: 'no_input',
      date: 'match',
      checkDigit: 'match',
    });
    expect(companyRfcAgreement('MAB9307148T5', '1993-07-15')).toMatchObject({
      date: 'no_match',
      checkDigit: 'no_match',
    });
    expect(companyRfcAgreement('MAB9307148T4', undefined).date).toBe('no_input');
    expect(rfcFault('MAB9307148T4', 'individual')).toContain('four letters');
    expect(rfcFault('GODE561231GR8', 'business')).toContain('three letters');
  });

  it.each([
    ['the generic one', 'XAXX010101000', 'generic'],
    ['that of foreigners', 'XEXX010101000', 'generic'],
    ['one of a day that there is not', 'GODE561331GR8', 'date'],
    ['one of a word that none begins with', 'PEDO561231GR8', 'begin with'],
    ['one with a last character that there is not', 'GODE561231GRZ', 'must have'],
    ['one without its last characters', 'GODE561231', 'must have'],
  ])('is nobody’s: %s', (_, rfc, fault) => {
    expect(rfcFault(rfc, 'individual')).toContain(fault);
  });
});

describe('a clave de elector', () => {
  it.each([
    // The specimen of the INE's card, and the examples of those who explain it.
    ['GMVLMR80070501M100', person('Margarita', 'Gómez Velázquez', '1980-07-05')],
    ['HRGRJN82050602H900', person('Juan Carlos', 'Hernandez Garcia', '1982-05-06')],
    ['HRGRAL82050602H900', person('José Alonso', 'Hernandez Garcia', '1982-05-06')],
  ])('as it is published agrees with whose it is: %s', (key, whose) => {
    expect(voterKeyFault(key)).toBeUndefined();
    expect(voterKeyAgreement(key, whose)).toEqual({ name: 'match', date: 'match', checkDigit: 'no_input' });
    expect(voterKeyAgreement(key, { ...whose, birthDate: '1982-05-07' }).date).toBe('no_match');
    expect(voterKeyAgreement(key, { ...whose, firstName: 'Wilhelmina' }).name).toBe('no_match');
    expect(voterKeyAgreement(key, { ...whose, birthDate: undefined }).date).toBe('no_input');
  });

  it.each([
    ['too short', 'GMVLMR80070501M10', 'must have'],
    ['of a day that there is not', 'GMVLMR80023101M100', 'date of birth'],
    ['of a state that there is not', 'GMVLMR80070599M100', 'state'],
    ['of a sex that the card does not have', 'GMVLMR80070501F100', 'must have'],
  ])('is none that is %s', (_, key, fault) => {
    expect(voterKeyFault(key)).toContain(fault);
  });
});
