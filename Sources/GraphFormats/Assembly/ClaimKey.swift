import GraphCore

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
      record.status?.text ?? StandardName.usualStatus, record.attributedTo?.text,
    ]
  }

  /// 128 bits that stand for a key among millions.
  ///
  /// They are made of 64-bit hashes of texts: that two of ten million texts share one happens by chance in one of some
  /// 400,000 tables. Only a count depends on it.
  struct Fingerprint: Hashable {
    private var high: UInt64 = 0x6A09_E667_F3BC_C908
    private var low: UInt64 = 0xBB67_AE85_84CA_A73B

    /// Makes the fingerprint of a claim's key, the same in every run.
    init(_ record: ClaimRecord, isSymmetric: Bool) {
      let isSwapped = isSymmetric && record.object.text < record.subject.text
      mix(isSwapped ? record.object.text : record.subject.text)
      mix(isSwapped ? record.subject.text : record.object.text)
      mix(record.relation.text)
      mix(record.about?.text)
      mix(record.date?.text)
      mix(record.since?.text)
      mix(record.until?.text)
      mix(record.status?.text ?? StandardName.usualStatus)
      mix(record.attributedTo?.text)
    }

    private mutating func mix(_ value: UInt64) {
      let first = (high ^ value).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      high = first.low ^ first.high
      let second = (low ^ value).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      low = second.high &+ second.low &* 0xA076_1D64_78BD_642F
    }

    private mutating func mix(_ text: String?) {
      guard var text else { return mix(UInt64.max) }
      mix(text.withUTF8 { unsafe StringPool.hash($0) })
      mix(UInt64(text.utf8.count))
    }
  }
}
