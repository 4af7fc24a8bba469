import GraphCore

/// What makes two claims the same: who does what to whom, of what, when, how sure, on whose word.
struct ClaimKey: Hashable {
  let subject: String
  let relation: String
  let object: String
  let about: String?
  let date: PartialDate?
  let since: PartialDate?
  let until: PartialDate?
  let status: String
  let attributedTo: String?

  /// Makes a key; the ends of a symmetric relation may come in either order.
  init(_ record: ClaimRecord, _ time: ValidTime, status: String, isSymmetric: Bool) {
    let isSwapped = isSymmetric && record.object.text < record.subject.text
    subject = isSwapped ? record.object.text : record.subject.text
    relation = record.relation.text
    object = isSwapped ? record.subject.text : record.object.text
    about = record.about?.text
    date = time.date
    since = time.since
    until = time.until
    self.status = status
    attributedTo = record.attributedTo?.text
  }
}
