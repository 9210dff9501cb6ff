variable "numbers" {
  type    = set(string)
  default = ["+1 (415) 555-0101", "+1.415.555.0102"]
}

# The keys are the same for every notation of a number.
resource "botbiz_whatsapp_account" "line" {
  for_each = toset([for number in var.numbers : provider::botbiz::normalize_phone_number(number)])

  phone_number = each.key
  name         = "Line ${each.key}"
}
