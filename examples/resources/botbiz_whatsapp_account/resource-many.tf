# The map keys are independent of the numbers: a new number keeps the resource address.
variable "teams" {
  type = map(object({
    phone_number = string
    name         = string
  }))
  default = {
    sales = {
      phone_number = "+1 (415) 555-0101"
      name         = "Sales"
    }
    orders = {
      phone_number = "+1 (415) 555-0102"
      name         = "Orders"
    }
  }
}

resource "botbiz_whatsapp_account" "team" {
  for_each = var.teams

  phone_number = each.value.phone_number
  name         = each.value.name
}

output "status" {
  value = { for team, account in botbiz_whatsapp_account.team : team => account.status }
}
