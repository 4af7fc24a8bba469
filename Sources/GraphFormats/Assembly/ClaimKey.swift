/// What makes two claims the same: who does what to whom, of what, when, how sure, on whose word.
struct ClaimKey: Hashable {
  private let ends: [String]
  private let relation: String
  private let fields: [String?]

  /// Makes a key; the ends of a symmetric relation may come in either order.
  init(_ record: ClaimRecord, isSymmetric: Bool) {
    let isSwapped = isSymmetric && record.object.text < record.subject.text
    ends = isSwapped ? [record.object.text, record.subject.text] : [record.subject.text, record.object.text]
    relation = record.relation.text
    fields = [
      record.about?.text, record.date?.text, record.since?.text, record.until?.text,
      record.status?.text ?? "current", record.attributedTo?.text,
    ]
  }
}
