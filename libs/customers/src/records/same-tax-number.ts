/** The numbers of `customer`: its own, and those of everybody who acts for it or owns a part of it. */
const OWN = `
  SELECT customer.tax_id_index WHERE customer.tax_id_index IS NOT NULL
  UNION SELECT own.tax_id_index FROM customer_representatives AS own
        WHERE own.customer_id = customer.id AND own.tax_id_index IS NOT NULL`;

/**
 * SQL for everybody of other customers who has a tax number of `customer`, a row of `customers` in the query around it. An array,
 * so that the indexes by number are used.
 */
export const WITH_SAME_TAX_NUMBER = `
  SELECT other.id AS "customerId", other.name, other.status AS level, NULL AS "representativeId"
  FROM customers AS other
  WHERE other.organization_id = customer.organization_id AND other.tax_id_index = ANY (ARRAY(${OWN}))
    AND other.id <> customer.id AND other.deleted_at IS NULL
  UNION ALL
  SELECT other.id, other.name, other.status, representative.id
  FROM customer_representatives AS representative
  JOIN customers AS other ON other.id = representative.customer_id
  WHERE representative.organization_id = customer.organization_id
    AND representative.tax_id_index = ANY (ARRAY(${OWN})) AND other.id <> customer.id AND other.deleted_at IS NULL`;
