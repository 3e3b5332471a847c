//! A judge of the clinic's bundle that is not ours: `fhir-sdk` reads a resource into its types and writes it again.
//!
//! It knows R4B and not R4. The five resources that are written (Bundle, Patient, Observation, MedicationStatement,
//! QuestionnaireResponse) have the same fields in both (hl7.org/fhir/R4B/diff.html).
//!
//! It is a crate of its own because its types are those of the whole standard: they are compiled without optimising, which
//! takes a minute instead of many.

use fhir_sdk::r4b::resources::Resource;
use serde_json::Value;

/// What is left of a resource once it was read into its types and written again.
///
/// # Errors
/// What the reader says of a resource that it cannot read.
pub fn read_and_written(resource: &Value) -> Result<Value, String> {
    let read: Resource =
        serde_json::from_value(resource.clone()).map_err(|error| error.to_string())?;
    serde_json::to_value(&read).map_err(|error| error.to_string())
}
